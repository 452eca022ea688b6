"""Published corpora give the counts that are known of them."""

from collections import Counter

import pytest

from mgkd.data import CharacterSplitter, ConllReader, Corpus, DataError

WEIBO = {"strip_segmentation": True, "separator": "\t"}
UNER = {"token_column": 1, "tag_column": 2, "separator": "\t", "comment_prefix": "#"}
BC5CDR = {"scheme": "bioes", "separator": "\t"}


# file, reader's arguments, (sentences, tokens, repaired tags, longest sentence), entities by type
KNOWN = [
    (
        "weibo_ner/weiboNER_2nd_conll.train",
        WEIBO,
        (1350, 73778, 10, 175),
        {"PER.NOM": 772, "PER.NAM": 578, "GPE.NAM": 205, "ORG.NAM": 183, "LOC.NAM": 56}
        | {"LOC.NOM": 51, "ORG.NOM": 42, "GPE.NOM": 8},
    ),
    (
        "weibo_ner/weiboNER_2nd_conll.dev",
        WEIBO,
        (270, 14509, 0, 145),
        {"PER.NOM": 208, "PER.NAM": 90, "ORG.NAM": 47, "GPE.NAM": 26, "LOC.NOM": 6}
        | {"LOC.NAM": 6, "ORG.NOM": 5, "GPE.NOM": 1},
    ),
    (
        "weibo_ner/weiboNER_2nd_conll.test",
        WEIBO,
        (270, 14842, 4, 146),
        {"PER.NOM": 172, "PER.NAM": 113, "GPE.NAM": 47, "ORG.NAM": 39, "LOC.NAM": 19}
        | {"ORG.NOM": 17, "LOC.NOM": 9, "GPE.NOM": 2},
    ),
    (
        "wnut17_en/wnut17train.conll",
        {},
        (3394, 62730, 0, 41),
        {"person": 660, "location": 548, "group": 264, "corporation": 221, "product": 142}
        | {"creative-work": 140},
    ),
    (
        "wnut17_en/emerging.dev.conll",
        {},
        (1009, 15733, 0, 82),
        {"person": 470, "product": 114, "creative-work": 105, "location": 74, "group": 39}
        | {"corporation": 34},
    ),
    (
        "wnut17_en/emerging.test.annotated",
        {},
        (1287, 23394, 0, 105),
        {"person": 429, "group": 165, "location": 150, "creative-work": 142, "product": 127}
        | {"corporation": 66},
    ),
    (
        "bc5cdr_iobes_en/train.tsv",
        BC5CDR,
        (4560, 118170, 0, 154),
        {"Chemical": 5203, "Disease": 4182},
    ),
    (
        "bc5cdr_iobes_en/devel.tsv",
        BC5CDR,
        (4581, 117453, 0, 225),
        {"Chemical": 5347, "Disease": 4246},
    ),
    (
        "bc5cdr_iobes_en/test.tsv",
        BC5CDR,
        (4797, 124750, 0, 165),
        {"Chemical": 5385, "Disease": 4424},
    ),
    (
        "uner_zh_gsdsimp/zh_gsdsimp-ud-train.iob2",
        UNER,
        (3997, 98616, 0, 111),
        {"LOC": 2858, "PER": 2148, "ORG": 1112},
    ),
    (
        "uner_zh_gsdsimp/zh_gsdsimp-ud-dev.iob2",
        UNER,
        (500, 12663, 0, 84),
        {"LOC": 375, "PER": 245, "ORG": 133},
    ),
    (
        "uner_zh_gsdsimp/zh_gsdsimp-ud-test.iob2",
        UNER,
        (500, 12012, 0, 97),
        {"LOC": 429, "PER": 205, "ORG": 129},
    ),
    (
        # 41015 lines with columns, 5 of them -DOCSTART-. Six of the tokens are "#" alone: a count
        # that takes these lines for comments finds 41004.
        "sec_filings_en/FIN5.txt",
        {"scheme": "iob1"},
        (1164, 41010, 0, 413),
        {"PER": 747, "ORG": 243, "LOC": 171, "MISC": 7},
    ),
    (
        "sec_filings_en/FIN3.txt",
        {"scheme": "iob1"},
        (303, 13246, 0, 641),
        {"PER": 216, "ORG": 56, "LOC": 39, "MISC": 7},
    ),
]


@pytest.mark.parametrize(("name", "arguments", "counts", "entities"), KNOWN)
def test_known_counts(published, name, arguments, counts, entities):
    path = published / name
    if not path.is_file():
        pytest.skip(f"no file {path}")
    # Only a file with known illegal tags is read with repairs: elsewhere a problem is an error.
    reader = ConllReader(**arguments, on_illegal="repair" if counts[2] else "error")
    sentences = list(reader.read(path))
    found = Counter(span.label for sentence in sentences for span in sentence.spans)
    lengths = list(map(len, sentences))
    assert (len(lengths), sum(lengths), reader.report.repairs(), max(lengths)) == counts
    assert found == entities


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
