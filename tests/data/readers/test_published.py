"""Published corpora give the counts that are known of them.

Each has an ABOUT.md beside it, with what another program counted in its files.
"""

import json
import re
from collections import Counter
from functools import partial
from pathlib import Path

import pytest

from mgkd.data import CharacterSplitter, ConllReader, Corpus, DataError, UniversalNerReader

WEIBO = {"strip_segmentation": True, "separator": "\t"}
COUNTS = re.compile(
    r"(?P<sentences>\d+) sentences, (?P<tokens>\d+) tokens, \d+ entities (?P<entities>{.*?});.*"
    r"inside-tag without begin (?P<illegal>\d+); longest sentence (?P<longest>\d+); "
    r"sentences with no entity (?P<without>\d+)"
)
# Six tokens of FIN5 are "#" alone, and that other program takes their lines for comments.
HASHES = {"FIN5.txt": 6}

plain = ConllReader
first_release = partial(ConllReader, separator="\t", on_problem="repair")
second_release = partial(ConllReader, **WEIBO)
bioes = partial(ConllReader, separator="\t", scheme="bioes")
iob1 = partial(ConllReader, scheme="iob1")

FILES = [
    ("weibo_ner/weiboNER.conll.train", first_release),
    ("weibo_ner/weiboNER.conll.dev", first_release),
    ("weibo_ner/weiboNER.conll.test", first_release),
    ("weibo_ner/weiboNER_2nd_conll.train", second_release),
    ("weibo_ner/weiboNER_2nd_conll.dev", second_release),
    ("weibo_ner/weiboNER_2nd_conll.test", second_release),
    ("wnut17_en/wnut17train.conll", plain),
    ("wnut17_en/emerging.dev.conll", plain),
    ("wnut17_en/emerging.test.annotated", plain),
    ("bc5cdr_iobes_en/train.tsv", bioes),
    ("bc5cdr_iobes_en/devel.tsv", bioes),
    ("bc5cdr_iobes_en/test.tsv", bioes),
    ("uner_zh_gsdsimp/zh_gsdsimp-ud-train.iob2", UniversalNerReader),
    ("uner_zh_gsdsimp/zh_gsdsimp-ud-dev.iob2", UniversalNerReader),
    ("uner_zh_gsdsimp/zh_gsdsimp-ud-test.iob2", UniversalNerReader),
    ("sec_filings_en/FIN5.txt", iob1),
    ("sec_filings_en/FIN3.txt", iob1),
]


def known(path: Path) -> dict[str, str]:
    """What the ABOUT.md beside a file says of it."""
    about = (path.parent / "ABOUT.md").read_text(encoding="utf-8")
    [line] = re.findall(rf"^- \*\*{re.escape(path.name)}\*\*: (.*)$", about, re.MULTILINE)
    return COUNTS.match(line).groupdict()


@pytest.mark.parametrize(("name", "make"), FILES, ids=[name for name, _ in FILES])
def test_known_counts(published, name, make):
    path = published / name
    if not path.is_file():
        pytest.skip(f"no file {path}")
    counts = known(path)
    # An inside tag without its begin is the rule in IOB1. Only where there are illegal ones is a
    # file read with repairs: elsewhere one is an error.
    illegal = 0 if make is iob1 else int(counts["illegal"])
    reader = make(on_illegal="repair" if illegal else "error")
    sentences = list(reader.read(path))
    lengths = list(map(len, sentences))
    assert len(lengths) == int(counts["sentences"])
    assert sum(lengths) == int(counts["tokens"]) + HASHES.get(path.name, 0)
    assert max(lengths) == int(counts["longest"])
    assert sum(not sentence.spans for sentence in sentences) == int(counts["without"])
    found = Counter(span.label for sentence in sentences for span in sentence.spans)
    assert found == json.loads(counts["entities"])
    repaired = {f.kind: f.count for f in reader.report.findings() if f.repaired}
    assert repaired.get("an illegal tag is understood as the nearest legal one", 0) == illegal


@pytest.mark.parametrize("name", HASHES)
def test_lines_of_a_hash_alone_are_tokens(published, name):
    path = published / "sec_filings_en" / name
    if not path.is_file():
        pytest.skip(f"no file {path}")
    found = Counter(token for sentence in iob1().read(path) for token in sentence.tokens)
    assert found["#"] == HASHES[name]


def test_universal_ner_by_word_and_by_character(published):
    path = published / "uner_zh_gsdsimp" / "zh_gsdsimp-ud-dev.iob2"
    if not path.is_file():
        pytest.skip(f"no file {path}")
    reader = UniversalNerReader()
    words = list(reader.read(path))
    content = path.read_text(encoding="utf-8")
    assert [s.id for s in words] == re.findall(r"^# sent_id = (.*)$", content, re.MULTILINE)
    # Every # text agrees with its tokens, so that nothing but the documents' names is counted.
    [finding] = reader.report.findings()
    assert finding.count == content.count("# newdoc id = ")
    characters = list(UniversalNerReader(split_characters=True).read(path))
    for one, other in zip(words, characters, strict=True):
        assert "".join(one.tokens) == "".join(other.tokens) and one.id == other.id
        texts = [
            [("".join(s.tokens[span.start : span.end]), span.label) for span in s.spans]
            for s in (one, other)
        ]
        assert texts[0] == texts[1]


@pytest.fixture
def weibo(published) -> Corpus:
    folder = published / "weibo_ner"
    if not folder.is_dir():
        pytest.skip(f"no folder {folder}")
    return Corpus(
        *(folder / f"weiboNER_2nd_conll.{split}" for split in ("train", "dev", "test")),
        reader=ConllReader(**WEIBO, on_illegal="repair"),
        splitter=CharacterSplitter(),
        name="Weibo",
    )


def test_messages_of_weibo_that_stand_in_two_splits(weibo):
    summary = weibo.summary(weibo.load())
    assert summary.splits["dev"].repeated == 42
    assert summary.splits["test"].repeated == 40


def test_every_token_of_weibo_ends_in_its_position(weibo):
    splits = weibo.load()
    tokens = [
        token
        for split in (splits.train, splits.dev, splits.test)
        for s in split
        for token in s.tokens
    ]
    # Besides single characters there are only emoji halves that were lost on the way.
    assert {token for token in tokens if len(token) > 1} == {"\ufffd\ufffd"}
    out_of_sequence = [f for f in weibo.reader.report.findings() if "out of sequence" in f.kind]
    assert [finding.count for finding in out_of_sequence] == [1]


def test_the_first_release_of_weibo_is_not_utf8_and_has_no_positions(published):
    path = published / "weibo_ner" / "weiboNER.conll.dev"
    if not path.is_file():
        pytest.skip(f"no file {path}")
    with pytest.raises(DataError, match=r"weiboNER\.conll\.dev:996: byte 1 .*not UTF-8"):
        list(ConllReader(separator="\t", on_illegal="repair").read(path))
    reader = ConllReader(separator="\t", on_illegal="repair", on_problem="repair")
    sentences = list(reader.read(path))
    assert (len(sentences), sum(map(len, sentences))) == (270, 14509)
    assert {f.kind: f.count for f in reader.report.findings()} == {
        "an illegal tag is understood as the nearest legal one": 4,
        "bytes that are not UTF-8 become U+FFFD": 16,
    }
    with pytest.raises(DataError, match=r":1: the token .* does not end in its position"):
        list(ConllReader(separator="\t", strip_segmentation=True).read(path))
