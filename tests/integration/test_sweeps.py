"""Shipped sweeps, and one from its file to its report."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from mgkd.cli.app import app
from mgkd.sweep import load_family

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

    first = mgkd("sweep", "family.jsonnet", *how)
    assert first.exit_code == 0, first.output
    assert first.output.count("test F1") == 4 + 1  # a line a run, and the table
    runs = sorted(path.parent for path in Path("out").rglob("metrics.json"))
    assert [str(run) for run in runs] == [
        f"out/{name}/seed-{seed}" for name in ("alone", "k=2") for seed in (1, 2)
    ]
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
    assert json.loads((runs[2] / "metrics.json").read_text(encoding="utf-8"))["alone"]

    second = mgkd("sweep", "more.jsonnet", *how, "--seeds", 1)
    assert second.exit_code == 1
    assert "2 of 3 runs are finished already" in second.output
    assert "broken, seed 1 failed; the end of out/broken/seed-1.log" in second.output
    assert "has no entity to learn from" in second.output
    assert len([line for line in second.output.splitlines() if ": begun" in line]) == 1

    changed = mgkd("sweep", "family.jsonnet", *how, "--set", "trainer.epochs=2")
    assert changed.exit_code == 2
    assert "out/alone/seed-1: trainer.epochs is 1 there, and 2 is asked for" in changed.output
    assert "--force" in changed.output
