"""Shipped sweeps, and one from its file to its report."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from mgkd.cli.app import app
from mgkd.cli.runs import training
from mgkd.config import UserError
from mgkd.sweep import in_order, load_family, planned_runs

SWEEPS = Path(__file__).parents[2] / "training_configs" / "sweeps"

FAMILY = """
local small = {
  variables+: { profile: 'sample' },
  model+: { embedder+: { size: 4 }, encoder+: { hidden_size: 4 } },
  trainer+: { epochs: 1 },
};
local alone = (import 'training_configs/uner_zh_student.jsonnet') + small;
{
  seeds: [1, 2],
  baseline: 'alone',
  configs: {
    alone: alone,
    'k=2': alone {
      teacher: { type: 'trained', config: alone },
      objective+: [{ type: 'kbest_cross_entropy', k: 2 }],
    },
  },
}
"""
# In this one a config comes to grief that nothing could be seen of before.
ONE_MORE = """
local family = import 'family.jsonnet';
family {
  configs+: {
    broken: super.alone { corpus+: { train: 'nothing.txt', reader: { type: 'markup' } } },
  },
}
"""


@pytest.mark.parametrize("path", sorted(SWEEPS.glob("*.jsonnet")), ids=lambda path: path.stem)
def test_every_config_of_a_shipped_sweep_is_right(path):
    family = load_family(path)
    assert family.baseline in [member.name for member in family.members]
    assert len(family.seeds) >= 3


@pytest.mark.parametrize("corpus", ["bc5cdr", "uner_zh"])
def test_every_sweep_over_corpora_is_right_for_others_than_its_own(corpus):
    """Of the two, one has tags of another scheme, and neither has text without labels."""
    over_corpora = [path for path in SWEEPS.glob("*.jsonnet") if path.stem != "weibo_ablation"]
    assert over_corpora
    for path in over_corpora:
        family = load_family(path, variables={"corpus": corpus, "labelled": "0.25"})
        assert family.title.endswith(f" on {corpus}")
        assert family.name == f"{path.stem}-{corpus}-0.25-sample"


def test_vectors_of_words_that_begin_as_pieces_have_a_rate_of_their_own(corpora, encoder):
    """A group that matches no parameter would be told only when the training begins."""
    known = {"corpora": str(corpora), "encoder": str(encoder), "corpus": "wnut17"}
    seen = set()
    for name in ("methods", "regimes", "sequences"):
        for member in load_family(
            SWEEPS / f"{name}.jsonnet", profile="paper", variables=known
        ).members:
            kinds = {each["type"] for each in member.tree["model"]["embedder"]["embedders"]}
            groups = [each["match"] for each in member.tree["trainer"]["optimizer"]["groups"]]
            begun = "pretrained_pieces" in kinds
            assert groups == (["tagger.embedder.*.pieces.weight"] if begun else [])
            seen.add(begun)
    assert seen == {True, False}


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({"corpus": "weib"}, "no corpus is called weib"),
        ({"labelled": "0"}, "expected a share above 0 and at most 1, found 0"),
        ({"labelled": "25"}, "expected a share above 0 and at most 1, found 25"),
    ],
)
def test_variables_that_no_sweep_can_have(variables, expected):
    with pytest.raises(UserError, match=expected):
        load_family(SWEEPS / "sequences.jsonnet", variables=variables)


def mgkd(*arguments):
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def test_from_the_file_to_the_report_and_on(checkout, monkeypatch, root):
    monkeypatch.chdir(checkout)
    monkeypatch.setenv("PYTHONPATH", str(root))
    Path("family.jsonnet").write_text(FAMILY, encoding="utf-8")
    Path("more.jsonnet").write_text(ONE_MORE, encoding="utf-8")
    Path("nothing.txt").write_text("好冷\n", encoding="utf-8")
    how = ("--jobs", 2, "--out", "out", "--cache", "cache")

    planned = mgkd("sweep", "family.jsonnet", *how, "--dry-run")
    assert planned.output.count("to be trained") == 4
    assert not Path("out").exists()

    # Three runs are made here and now: processes of their own would take long to begin.
    runs = planned_runs(load_family(Path("family.jsonnet")), Path("out"))
    command = training(cache=Path("cache"), runs=Path("out"), plugins=[])
    for run in in_order(runs, 1)[:3]:
        run.make_ready(force=False)
        _, *module, command_name, config = command(run)[:5]
        assert [*module, command_name] == ["-m", "mgkd.cli", "train"]
        trained = mgkd("train", config, *command(run)[5:])
        assert trained.exit_code == 0, trained.output

    first = mgkd("sweep", "more.jsonnet", *how, "--only", "k=2", "--only", "broken", "--seeds", 2)
    assert first.exit_code == 1
    assert "k=2, seed 2: dev F1" in first.output
    assert "broken, seed 2 failed; the end of out/broken/seed-2.log" in first.output
    assert "has no entity to learn from" in first.output

    second = mgkd("sweep", "family.jsonnet", *how)
    assert second.exit_code == 0, second.output
    assert "4 of 4 runs are finished already" in second.output
    assert "begun" not in second.output
    report = json.loads(Path("out/report.json").read_text(encoding="utf-8"))
    assert [(row["name"], row["seeds"]) for row in report["rows"]] == [
        ("alone", [1, 2]),
        ("k=2", [1, 2]),
    ]
    assert report["rows"][1]["difference"]["p"] > 0
    assert report["rows"][1]["teacher"]["deviation"] == 0  # one teacher
    assert len(list(Path("cache").glob("teacher-*"))) == 1
    # The baseline was found among the runs of the sweep.
    assert not list(Path("cache").glob("alone-*"))
    assert all(run.directory.results().alone for run in runs if run.name == "k=2")

    changed = mgkd("sweep", "family.jsonnet", *how, "--set", "trainer.epochs=2")
    assert changed.exit_code == 2
    assert "out/alone/seed-1: trainer.epochs is 1 there, and 2 is asked for" in changed.output
    assert "--force" in changed.output
