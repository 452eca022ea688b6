"""The bundled corpus: its size, its two forms, and what a reader of it may rely on."""

import importlib.util
from collections import Counter
from pathlib import Path

import pytest

from mgkd.data import ConllReader, MarkupReader, TextReader, splitters

FOLDER = Path(__file__).parents[2] / "fixtures" / "microblog"
SPLITS = ("train", "dev", "test")
TYPES = {f"{entity}.{kind}" for entity in ("PER", "GPE", "ORG", "LOC") for kind in ("NAM", "NOM")}


def marked(split):
    return list(MarkupReader(on_problem="repair").read(FOLDER / f"{split}.txt"))


@pytest.mark.parametrize("split", SPLITS)
def test_columns_and_markup_say_the_same(split):
    reader = ConllReader(strip_segmentation=True)
    assert list(reader.read(FOLDER / f"microblog_conll.{split}")) == marked(split)
    assert reader.report.repairs() == 0


def test_columns_are_made_by_the_script_beside_them(tmp_path):
    spec = importlib.util.spec_from_file_location("make_columns", FOLDER / "make_columns.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.main(tmp_path)
    for split in SPLITS:
        name = f"microblog_conll.{split}"
        assert (tmp_path / name).read_bytes() == (FOLDER / name).read_bytes()


def test_sizes_and_types():
    sentences = {split: marked(split) for split in SPLITS}
    assert len(sentences["train"]) >= 400
    assert len(sentences["dev"]) >= 100
    assert len(sentences["test"]) >= 100
    for split in ("train", "test"):
        assert {span.label for s in sentences[split] for span in s.spans} == TYPES


def test_sentences_are_varied():
    everything = [sentence for split in SPLITS for sentence in marked(split)]
    without = sum(not sentence.spans for sentence in everything)
    assert 0.25 < without / len(everything) < 0.45
    assert any(len(sentence) == 1 for sentence in everything)
    assert max(map(len, everything)) >= 60
    longer = Counter(sentence.tokens for sentence in everything if len(sentence) > 2)
    assert max(longer.values()) == 1
    text = "".join(token for sentence in everything for token in sentence.tokens)
    assert any(ord(character) >= 0x1F300 for character in text)
    assert any(character.isascii() and character.isalpha() for character in text)


def test_names_are_ambiguous():
    """Some surface strings carry two types, so that a list of names would not do."""
    labels: dict[tuple, set] = {}
    for split in SPLITS:
        for sentence in marked(split):
            for span in sentence.spans:
                surface = sentence.tokens[span.start : span.end]
                labels.setdefault(surface, set()).add(span.label)
    assert sum(len(found) > 1 for found in labels.values()) >= 5


def test_unlabelled_text_is_new():
    reader = TextReader(splitters.get("characters")())
    unlabelled = [sentence.tokens for sentence in reader.read(FOLDER / "unlabelled.txt")]
    labelled = {s.tokens for split in SPLITS for s in marked(split) if len(s) > 2}
    assert len(unlabelled) >= 600
    assert not labelled & set(unlabelled)
