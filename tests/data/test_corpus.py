import pytest

from mgkd.config import build
from mgkd.data import (
    CharacterSplitter,
    ConllReader,
    Corpus,
    DataError,
    MarkupReader,
    Sentence,
    Span,
    WordSplitter,
    digest,
)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "train.txt").write_text("{小林|PER}来\n好\n", encoding="utf-8")
    (tmp_path / "dev.txt").write_text("好\n去{南湖|LOC}\n", encoding="utf-8")
    return tmp_path


def corpus(folder, **others):
    arguments = {
        "train": folder / "train.txt",
        "dev": folder / "dev.txt",
        "test": None,
        "reader": MarkupReader(),
        "splitter": CharacterSplitter(),
        "name": "lake",
    }
    return Corpus(**(arguments | others))


def test_splits_and_their_counts(folder):
    lake = corpus(folder)
    splits = lake.load()
    assert not splits.test and not splits.unlabelled
    summary = lake.summary(splits)
    assert list(summary.splits) == ["train", "dev"]
    dev = summary.splits["dev"]
    counts = dev.counts
    assert (counts.sentences, counts.tokens, counts.entities) == (2, 4, {"LOC": 1})
    assert dev.repeated == 1
    assert "dev: 2 sentences, 4 tokens, 1 entities (LOC 1); 1 also in train" in str(summary)


def test_loading_twice_counts_once(folder):
    (folder / "train.txt").write_text("好 的\n", encoding="utf-8")
    lake = corpus(folder)
    lake.load()
    [finding] = lake.summary(lake.load()).findings
    assert finding.count == 1


def test_all_missing_files_are_named_with_how_to_get_them(folder):
    lake = corpus(
        folder, dev=folder / "dve.txt", test=folder / "no" / "t.txt", obtain="Ask the lake."
    )
    assert lake.missing() == [folder / "dve.txt", folder / "no" / "t.txt"]
    with pytest.raises(DataError) as caught:
        lake.load()
    text = str(caught.value)
    assert "dve.txt; nearest in its folder: dev.txt" in text
    assert "t.txt (there is no folder" in text
    assert text.endswith("Ask the lake.")


def test_unlabelled_sentences_cannot_train(folder):
    with pytest.raises(DataError, match=r"train\.txt:1: the sentence is unlabelled"):
        corpus(folder, reader=ConllReader(tag_column=None)).load()


def test_an_empty_file_is_an_error(folder):
    (folder / "dev.txt").write_text("\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"dev\.txt: there is no sentence"):
        corpus(folder).load()


def test_a_config_builds_a_corpus(folder):
    tree = {
        "type": "files",
        "name": "lake",
        "train": str(folder / "train.txt"),
        "dev": str(folder / "dev.txt"),
        "test": None,
        "reader": {"type": "markup"},
        "splitter": {"type": "words"},
    }
    lake = build(Corpus, tree)
    assert isinstance(lake.splitter, WordSplitter)
    assert lake.load() == corpus(folder).load()


def test_digest_sees_tokens_spans_and_order():
    variants = [
        [Sentence(("a", "b"), ()), Sentence(("c",), ())],
        [Sentence(("c",), ()), Sentence(("a", "b"), ())],
        [Sentence(("a", "b")), Sentence(("c",), ())],
        [Sentence(("a", "b"), (Span(0, 1, "X"),)), Sentence(("c",), ())],
        [Sentence(("a", "b"), (Span(0, 1, "Y"),)), Sentence(("c",), ())],
        [Sentence(("a",), ()), Sentence(("b", "c"), ())],
    ]
    assert len({digest(sentences) for sentences in variants}) == len(variants)
    assert digest(variants[0]) == digest([Sentence(("a", "b"), (), "x:1"), Sentence(("c",), ())])


@pytest.fixture
def tenfold(folder):
    lines = "".join(f"{{小林|PER}}来{n}\n" for n in range(10))
    (folder / "train.txt").write_text(lines, encoding="utf-8")
    return folder


@pytest.mark.parametrize("on_disk", [False, True])
def test_the_end_of_the_training_file_serves_as_dev_split(tenfold, tmp_path, on_disk):
    splits = corpus(tenfold, dev=None, dev_share=0.2).load(tmp_path if on_disk else None)
    assert [sentence.tokens[-1] for sentence in splits.train] == [*"01234567"]
    assert [sentence.tokens[-1] for sentence in splits.dev] == [*"89"]
    assert all(sentence.spans for sentence in splits.dev)


@pytest.mark.parametrize("on_disk", [False, True])
def test_labels_of_the_other_training_sentences_are_set_aside(tenfold, tmp_path, on_disk):
    half = corpus(tenfold, labelled_share=0.5)
    splits = half.load(tmp_path if on_disk else None)
    assert len(splits.train) == 5 and all(sentence.spans for sentence in splits.train)
    assert [sentence.spans for sentence in splits.unlabelled] == [None] * 5
    both = [*splits.train, *splits.unlabelled[:5]]
    assert sorted(sentence.tokens[-1] for sentence in both) == [*"0123456789"]
    again = half.load()
    assert digest(again.train) == digest(splits.train)  # whatever the run, the same labels
    assert list(again.unlabelled) == list(splits.unlabelled)


def test_a_share_that_leaves_nothing_is_an_error_with_the_file(tenfold):
    with pytest.raises(DataError, match=r"train.txt: a share of 0.01 \(labelled_share\)"):
        corpus(tenfold, labelled_share=0.01).load()
    with pytest.raises(DataError, match=r"train.txt: a share of 0.99 \(dev_share\)"):
        corpus(tenfold, dev=None, dev_share=0.99).load()


def test_a_dev_split_comes_from_one_place(tenfold):
    with pytest.raises(ValueError, match="training cannot choose"):
        corpus(tenfold, dev=None)
    with pytest.raises(ValueError, match="there is a dev file already"):
        corpus(tenfold, dev_share=0.1)


def test_a_corpus_of_some_types(folder):
    people = corpus(folder, types=["PER"])
    splits = people.load()
    assert [len(sentence.spans) for sentence in splits.train] == [1, 0]
    assert [sentence.spans for sentence in splits.dev] == [(), ()]
    findings = [str(finding) for finding in people.summary(splits).findings]
    assert any("entity of type LOC, left out" in finding for finding in findings)
    assert any("no entity of type PER, which `types` names" in finding for finding in findings)
