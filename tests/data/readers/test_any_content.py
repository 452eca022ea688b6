"""Whatever a file holds: sentences, or an error that names its line."""

import re
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mgkd.data import (
    Conll2012Reader,
    Conll2012Writer,
    ConllReader,
    ConllWriter,
    DataError,
    Reader,
    Sentence,
    Span,
    UniversalNerReader,
    UniversalNerWriter,
    Writer,
)

READERS = [
    ConllReader(),
    ConllReader(separator="\t", comment_prefix="#", on_problem="repair", on_illegal="repair"),
    ConllReader(separator=" ", scheme="bmes", split_characters=True, on_illegal="strict"),
    ConllReader(tag_column=None, strip_segmentation=True, on_problem="repair"),
    UniversalNerReader(),
    UniversalNerReader("repair", split_characters=True, on_problem="repair"),
    Conll2012Reader(),
    Conll2012Reader("gold_conll", True, "strict", split_characters=True, on_problem="repair"),
]
ROW = "d 0 {} a - * - - - - {} -"
LINES = st.sampled_from(
    ["", " ", "\t", "a\tO", "a\tB-X", "b\tI-X", "a B-X", "  O", "-DOCSTART- O", "#", "\ufeff"]
    + ["# sent_id = a", "# text = ab", "# text = a\tb", "1-2\tab\t_\t-\t-", "1.1\ta\t_\t-\t-"]
    + [f"{i}\ta\t{tag}\t-\t-" for i in (1, 2) for tag in ("O", "B-X", "I-X")]
    + ["#begin document (d); part 000", "#end document", "#begin document", "d 0 0 [WORD]"]
    + [ROW.format(i, cell) for i in (0, 1) for cell in ("*", "(X*", "*)", "(X)", "-")]
)
CONTENTS = st.one_of(
    st.binary(max_size=200),
    st.text(max_size=100).map(lambda text: text.encode("utf-8", errors="surrogatepass")),
    st.lists(LINES, max_size=12).map(lambda lines: "\n".join(lines).encode()),
)


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    return tmp_path_factory.mktemp("any") / "a"


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: type(reader).__name__)
@given(content=CONTENTS)
@example(b"\x1f\x8b\x08\x00")
@example(b"#begin document (d); part " + b"9" * 5000 + b"\n#end document\n")
def test_any_content_gives_sentences_or_an_error_with_its_line(place, reader, content):
    place.write_bytes(content)
    try:
        assert all(isinstance(sentence, Sentence) for sentence in reader.read(place))
    except DataError as error:
        gzipped = content.startswith(b"\x1f\x8b")
        assert gzipped or re.match(rf"{re.escape(str(place))}:[0-9]+: ", str(error))


CELLS = st.sampled_from(["*", "(X)"])
TAGS = st.sampled_from(["O", "B-X"])
ENDS = st.sampled_from(["\n", "\r\n"])


def conll_rows(draw, length: int) -> list[str]:
    before = draw(st.sampled_from([[], ["-DOCSTART- O"], ["-DOCSTART- O", ""]]))
    return before + [f"{draw(st.sampled_from('a#-O'))} {draw(TAGS)}" for _ in range(length)]


def uner_rows(draw, length: int) -> list[str]:
    before = draw(st.sampled_from([[], ["# text = #"], ["# newdoc id = a", "# sent_id = b"]]))
    return before + [f"{i + 1}\t#\t{draw(TAGS)}\t-\t-" for i in range(length)]


def conll2012_rows(draw, length: int) -> list[str]:
    before = draw(st.sampled_from([[], ["#end document", "#begin document (d); part 000"]]))
    return before + [ROW.format(i, draw(CELLS)) for i in range(length)]


@pytest.mark.parametrize(
    ("reader", "rows", "first", "last"),
    [
        (ConllReader(), conll_rows, "", ""),
        (UniversalNerReader(), uner_rows, "", ""),
        (Conll2012Reader(), conll2012_rows, "#begin document (d); part 000", "#end document"),
    ],
    ids=["conll", "uner", "conll2012"],
)
@given(data=st.data(), lengths=st.lists(st.integers(1, 4), max_size=4), end=ENDS)
def test_every_line_with_a_token_is_a_token(place, reader, rows, first, last, data, lengths, end):
    lines = [first]
    for length in lengths:
        lines += [*rows(data.draw, length), *data.draw(st.sampled_from([[""], ["", "", " \t"]]))]
    # The last line end of a file may be missing.
    place.write_bytes(end.join([*lines, last]).encode())
    assert list(map(len, reader.read(place))) == lengths


TOKENS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\n"), min_size=1)
ODD = st.sampled_from(
    ["#", "-", "*", "(X)", "/.", "-LRB-", "[WORD]", " ", "\t", "\r", "\ufeff", "1"]
)
IDS = st.one_of(st.none(), st.sampled_from(["d/0/0", "d/0/1", "d/1/0", "-/0/0", " ", ""]), TOKENS)


@st.composite
def labelled_sentences(draw) -> Sentence:
    """Any tokens, entities of any type, any id."""
    tokens = draw(st.lists(st.one_of(ODD, TOKENS), min_size=1, max_size=4))
    cuts = sorted(draw(st.sets(st.integers(0, len(tokens)), max_size=4)))
    labels = st.one_of(st.sampled_from(["PER", "A-B", "(", "*", " "]), TOKENS)
    spans = [Span(*ends, draw(labels)) for ends in pairwise(cuts)]
    return Sentence(tuple(tokens), tuple(spans), id=draw(IDS))


@pytest.mark.parametrize(
    ("writer", "reader", "keeps_id"),
    [
        (ConllWriter(), ConllReader(separator="\t"), False),
        (UniversalNerWriter(), UniversalNerReader(), True),
        (Conll2012Writer(), Conll2012Reader(), False),
    ],
    ids=["conll", "uner", "conll2012"],
)
@given(written=st.lists(labelled_sentences(), max_size=4))
def test_what_is_written_is_read_as_it_was(
    place, writer: Writer, reader: Reader, keeps_id: bool, written: list[Sentence]
):
    try:
        writer.write(place, written)
    except DataError:
        return
    found = list(reader.read(place))
    assert found == written and reader.report.repairs() == 0
    if keeps_id:
        assert [sentence.id for sentence in found] == [sentence.id for sentence in written]
    # An id that was read is one that was written: none changes into another.
    for one, other in zip(found, written, strict=True):
        assert one.id in (None, other.id)
