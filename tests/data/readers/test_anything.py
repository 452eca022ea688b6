"""Whatever a file holds, it is read as sentences, or refused with its line."""

import json
import re
from importlib.util import find_spec

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mgkd.data import (
    CluenerReader,
    DataError,
    DoccanoReader,
    JsonLinesReader,
    LabelStudioReader,
    Reader,
    Sentence,
    TextReader,
    WordSplitter,
)

LANGUAGE = "zh" if find_spec("sentencex") else None
READERS = [
    JsonLinesReader(on_overlap="outermost"),
    JsonLinesReader(WordSplitter(), "inclusive", "utf16", language=LANGUAGE, on_problem="repair"),
    CluenerReader(on_overlap="outermost", on_problem="repair"),
    DoccanoReader(WordSplitter(), unit="utf16", language=LANGUAGE, on_problem="repair"),
    LabelStudioReader(on_problem="repair"),
    TextReader(WordSplitter(), on_problem="repair"),
]
KEYS = st.sampled_from(
    [
        *("id", "text", "tokens", "spans", "start", "end", "label", "labels", "湖"),
        *("entities", "start_offset", "end_offset"),
        *("data", "annotations", "result", "value", "annotation_id"),
    ]
)
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers(-2, 6)
    | st.floats()
    | st.text('a湖 .。😀\ud83d\u200b\ufeff\n"', max_size=6)
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=5),
    max_leaves=20,
)
SPANS = st.lists(
    st.tuples(st.integers(-1, 4), st.integers(3, 9), st.sampled_from(["X", "Y", ""])), max_size=2
)
NEARLY_RIGHT = st.fixed_dictionaries(
    {"text": st.text('a湖 .。😀\u200b\u3000"', min_size=3, max_size=9)},
    optional={"spans": SPANS, "label": SPANS | VALUES, "id": VALUES},
)
RESULTS = st.lists(
    st.fixed_dictionaries(
        {"start": st.integers(0, 3), "end": st.integers(2, 5), "labels": st.just(["X"])},
        optional={"text": st.just("a")},
    ).map(lambda value: {"value": value}),
    max_size=2,
)
TASKS = st.fixed_dictionaries(
    {"data": st.fixed_dictionaries({"text": st.text("a湖。😀", min_size=4, max_size=8)})},
    optional={"annotations": st.lists(st.fixed_dictionaries({"result": RESULTS}), max_size=1)},
)
ARRAYS = st.lists(TASKS | VALUES, max_size=3).map(json.dumps)
LINES = st.lists(NEARLY_RIGHT | VALUES, max_size=3).map(
    lambda values: "\n".join(map(json.dumps, values)) or json.dumps(values)
)


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: type(reader).__name__)
@given(content=LINES | ARRAYS | st.text(max_size=20) | st.binary(max_size=20))
def test_sentences_or_an_error_with_a_line(tmp_path_factory, reader: Reader, content):
    path = tmp_path_factory.getbasetemp() / "anything"
    data = content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")
    path.write_bytes(data)
    lines = data.count(b"\n") + 1
    try:
        for sentence in reader.read(path):
            assert isinstance(sentence, Sentence)
    except DataError as error:
        found = re.match(rf"{re.escape(str(path))}:(\d+): ", str(error))
        assert (found and 1 <= int(found[1]) <= lines) or "gzipped file" in str(error)
