"""A corpus kept on disk, and batches that other processes make, give the same numbers."""

import json

import pytest
import torch
from safetensors.torch import load_file

from mgkd.config import temporary_registrations
from mgkd.deployment import RunDirectory
from mgkd.experiment import start


def weights(toy, name: str) -> dict[str, torch.Tensor]:
    return load_file(RunDirectory(toy.folder / "runs" / name).weights_path)


def history(toy, tree, name: str) -> list[dict]:
    run = RunDirectory(toy.folder / "runs" / name)
    start(toy.load(tree).spec, run, toy.workspace())
    lines = map(json.loads, run.history_path.read_text().splitlines())
    return [{key: value for key, value in line.items() if key != "seconds"} for line in lines]


@pytest.mark.parametrize("kind", ["single", "distilled"])
def test_on_disk_as_in_memory(toy, kind):
    (toy.folder / "more.txt").write_text("小薇去北京\n好\n", encoding="utf-8")
    made = {"type": "token_replacement", "rate": 0.5, "of": "all", "copies": 3, "ratio": 1}
    tree = getattr(toy, kind)(unlabelled=[toy.text(), made])
    in_memory = history(toy, tree, "memory")
    on_disk = history(toy, {**tree, "storage": "disk"}, "disk")
    workers = history(toy, {**tree, "trainer": {**tree["trainer"], "workers": 2}}, "workers")
    assert on_disk == in_memory == workers
    expected = weights(toy, "memory")
    for name in ("disk", "workers"):
        found = weights(toy, name)
        assert found.keys() == expected.keys()
        assert all(torch.equal(found[key], expected[key]) for key in expected)


def test_text_that_is_chosen_stages_and_scores_on_disk_as_in_memory(toy):
    (toy.folder / "more.txt").write_text("小薇去北京\n好\n老师说\n下雨了\n", encoding="utf-8")
    scores = [{"type": "posterior_kl"}, {"type": "emission_kl", "on": "unlabelled"}]
    terms = [*toy.distilled()["objective"], *scores, {"type": "hidden_mse"}]
    trainer = toy.single()["trainer"]
    tree = toy.distilled(
        corpus=toy.corpus(labelled_share=0.7),
        teacher={"type": "trained", "config": toy.single(seed=5), "top_labels": 3},
        unlabelled=[
            toy.text(ratio=0.5),
            {"type": "token_masking", "of": "all", "rate": 0.5, "ratio": 0.7, "seed": 4},
            {"type": "splicing", "of": "unlabelled", "minimum_confidence": 0.001},
        ],
        objective=None,
        trainer=None,
        stages=[
            {"objective": terms, "trainer": trainer},
            {"objective": terms[1:], "trainer": trainer, "sentences": "unlabelled"},
        ],
    )
    in_memory = history(toy, tree, "memory")
    assert history(toy, {**tree, "storage": "disk"}, "disk") == in_memory
    assert history(toy, {**tree, "storage": "disk"}, "found") == in_memory
    expected = weights(toy, "memory")
    for name in ("disk", "found"):
        found = weights(toy, name)
        assert all(torch.equal(found[key], expected[key]) for key in expected)


def test_only_encodings_stay_and_are_found_again(toy):
    tree = toy.single(storage="disk")
    first = history(toy, tree, "one")
    [kept] = toy.workspace().cache.glob("encodings-*")
    written = kept.stat()
    assert {path.name for path in kept.parent.iterdir()} == {kept.name, "locks"}
    assert history(toy, tree, "two") == first
    assert kept.stat() == written
    history(toy, toy.single(storage="disk", scheme="bioes"), "three")
    assert len(list(kept.parent.glob("encodings-*"))) == 2


PLUGIN = """
from mgkd.models import WordEmbedder, embedders

def written(token):
    return token{change}

@embedders.register("respelt")
class Respelt(WordEmbedder):
    "Words that are respelt."

    def encode(self, tokens):
        return super().encode([written(token) for token in tokens])
"""


def test_encodings_of_a_plugin_are_made_anew_when_anything_in_it_changes(toy):
    model = {"embedder": {"type": "respelt", "size": 4}, "decoder": "crf"}
    tree = toy.single(storage="disk", plugins=["respelt.py"], model=model)
    for change in ("", ".upper()"):
        (toy.folder / "respelt.py").write_text(PLUGIN.format(change=change), encoding="utf-8")
        with temporary_registrations():
            history(toy, tree, f"run{change}")
    assert len(list(toy.workspace().cache.glob("encodings-*"))) == 2


def test_batches_by_tokens(toy):
    trainer = {**toy.single()["trainer"], "batch_size": 6, "batch_tokens": 8}
    steps = [line["step"] for line in history(toy, toy.single(trainer=trainer), "few")]
    assert steps[0] > 1 and steps[1] == 2 * steps[0]
