"""The small samples of published corpora: their types, and what is written of their sizes."""

import re

import pytest

from mgkd.experiment import load_experiment

NAMES = {"PER", "LOC", "ORG"}
TYPES = {
    "bc5cdr": {"Chemical", "Disease"},
    "cluener": {
        *("address", "book", "company", "game", "government"),
        *("movie", "name", "organization", "position", "scene"),
    },
    "conll2003": NAMES | {"MISC"},
    "msra": NAMES,
    "ontonotes4": NAMES | {"GPE"},
    "ontonotes5": {
        *("CARDINAL", "DATE", "EVENT", "FAC", "GPE", "LANGUAGE", "LAW", "LOC", "MONEY", "NORP"),
        *("ORDINAL", "ORG", "PERCENT", "PERSON", "PRODUCT", "QUANTITY", "TIME", "WORK_OF_ART"),
    },
    "resume": {"CONT", "EDU", "LOC", "NAME", "ORG", "PRO", "RACE", "TITLE"},
    "sec_filings": NAMES,
    "uner_zh": NAMES,
    "wnut17": {"corporation", "creative-work", "group", "location", "person", "product"},
}


def sample(root, corpus):
    config = root / "training_configs" / f"{corpus}_student.jsonnet"
    loaded = load_experiment(config).spec().corpus
    return loaded, loaded.load()


def types(sentences) -> set[str]:
    return {span.label for sentence in sentences for span in sentence.spans}


@pytest.mark.parametrize("corpus", TYPES)
def test_training_sentences_have_all_types_of_the_corpus(root, corpus):
    files, splits = sample(root, corpus)
    assert types(splits.train) == TYPES[corpus]
    assert types(splits.dev) | types(splits.test) <= TYPES[corpus]
    for sentences in (splits.train, splits.dev, splits.test):
        assert any(not sentence.spans for sentence in sentences)
    assert files.reader.report.repairs() == 0


@pytest.mark.parametrize("corpus", [name for name in TYPES if name != "wnut17"])
def test_sizes_are_those_that_are_written_down(root, corpus):
    files, splits = sample(root, corpus)
    chosen = [splits.train, splits.dev]
    if files.test != files.dev:
        chosen.append(splits.test)
    counts = [
        [len(sentences) for sentences in chosen],
        [sum(map(len, sentences)) for sentences in chosen],
        [sum(len(s.spans) for s in sentences) for sentences in chosen],
    ]
    folder = files.train.relative_to(root / "fixtures").parts[0]
    readme = (root / "fixtures" / "README.md").read_text(encoding="utf-8")
    (row,) = re.findall(rf"^\| `{folder}/` \|.*", readme, re.MULTILINE)
    written = [cell.split(", ") for cell in row.strip("| ").split(" | ")[2:]]
    assert written == [[str(number) for number in numbers] for numbers in counts]
