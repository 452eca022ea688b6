"""What counts in a fingerprint, and what does not."""

import shutil

import pytest

from mgkd.experiment.job import Job


def fingerprint(toy, tree) -> str:
    return Job.load(toy.load(tree).spec, toy.workspace().cache).fingerprint(toy.workspace(), None)


def test_equal_configs_have_equal_fingerprints(toy):
    assert fingerprint(toy, toy.single()) == fingerprint(toy, toy.single())


@pytest.mark.parametrize(
    "change",
    [
        {"seed": 4},
        {"scheme": "bioes"},
        {"objective": [{"type": "gold_nll", "weight": 2.0}]},
        {"trainer": {"epochs": 3, "batch_size": 2, "optimizer": {"type": "adamw", "lr": 0.01}}},
        {"model": {"embedder": {"type": "word", "size": 9}, "decoder": {"type": "crf"}}},
    ],
    ids=lambda change: next(iter(change)),
)
def test_what_determines_the_result_counts(toy, change):
    assert fingerprint(toy, toy.single(**change)) != fingerprint(toy, toy.single())


def test_sentences_count_and_not_their_place(toy, tmp_path):
    before = fingerprint(toy, toy.single())
    moved = tmp_path / "moved.txt"
    shutil.copy(toy.folder / "train.txt", moved)
    assert fingerprint(toy, toy.single(corpus=toy.corpus(train=str(moved)))) == before
    moved.write_text("{小薇|PER.NOM}去了\n", encoding="utf-8")
    assert fingerprint(toy, toy.single(corpus=toy.corpus(train=str(moved)))) != before


def test_the_test_split_and_the_variables_do_not_count(toy):
    before = fingerprint(toy, toy.single())
    (toy.folder / "test.txt").write_text("别的\n", encoding="utf-8")
    assert fingerprint(toy, toy.single(variables={"corpora": "x"})) == before


def test_the_default_scheme_and_seed_are_no_difference(toy):
    implicit = toy.single()
    del implicit["seed"]
    assert fingerprint(toy, implicit) == fingerprint(toy, toy.single(seed=13, scheme="bio"))


@pytest.mark.parametrize("is_within", [False, True], ids=["alone", "within another"])
def test_what_an_embedder_reads_counts_and_not_its_place(toy, tmp_path, is_within):
    def with_vectors(file) -> dict:
        embedder = {"type": "vectors", "file": str(file)}
        if is_within:
            embedder = {"type": "concatenate", "embedders": ["casing", embedder]}
        return toy.single(model={"embedder": embedder, "decoder": {"type": "crf"}})

    here, there = tmp_path / "here.txt", tmp_path / "there.txt"
    here.write_text("我 1 2\n", encoding="utf-8")
    shutil.copy(here, there)
    before = fingerprint(toy, with_vectors(here))
    assert fingerprint(toy, with_vectors(there)) == before
    there.write_text("我 1 3\n", encoding="utf-8")
    assert fingerprint(toy, with_vectors(there)) != before
