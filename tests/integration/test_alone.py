"""Students without a teacher in shipped sweeps, beside what `baseline: true` would train."""

from pathlib import Path

from mgkd.config import Deferred, build
from mgkd.experiment import Experiment
from mgkd.experiment.alone import baseline_of
from mgkd.experiment.job import Job
from mgkd.sweep import load_family

SWEEPS = Path(__file__).parents[2] / "training_configs" / "sweeps"


def trees(name, **variables):
    family = load_family(SWEEPS / f"{name}.jsonnet", variables=variables)
    return {member.name: member.tree for member in family.members}


def trainer_beside(distilled, alone, tmp_path) -> dict:
    spec = build(Deferred[Experiment], {**distilled, "baseline": alone["model"]})
    return baseline_of(Job.load(spec, tmp_path)).tree["trainer"]


def test_with_text(tmp_path):
    for name, distilled in (("regimes", "distilled"), ("weibo_ablation", "k=4")):
        known = trees(name)
        alone = known["alone"]
        assert alone["trainer"]["epochs"] == 111
        assert trainer_beside(known[distilled], alone, tmp_path) == alone["trainer"]


def test_with_text_that_was_labelled(tmp_path):
    known = trees("methods", corpus="weibo", labelled="0.25", epochs="10")
    alone = known["alone, from scratch"]
    distilled = known["posterior_kl, from scratch"]
    assert alone["trainer"]["epochs"] == 148  # 1,480 sentences are read, and 100 are labelled
    assert trainer_beside(distilled, alone, tmp_path) == alone["trainer"]
