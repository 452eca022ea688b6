"""Every registered loss, under several settings, keeps what `check_loss` asks of it."""

import pytest

from mgkd.config import all_registries
from mgkd.distillation import LayerPair
from mgkd.testing import check_loss

OWN = "mgkd."  # what tests of plugins register is theirs to check

PAIRS = [LayerPair(0, 0), LayerPair(-1, 3)]

SETTINGS = {
    "attention_mse": [
        {},
        {"layers": "last", "compare": "probabilities", "average_heads": True},
        {"layers": [LayerPair(1, 4)]},
    ],
    "collapsed_posterior_kl": [{}, {"temperature": 2.0}],
    "decoupled_kd": [{}, {"target": "teacher", "temperature": 4.0}],
    "dist": [{}, {"beta": 0.0, "temperature": 2.0}, {"gamma": 0.0}],
    "emission_kl": [{}, {"temperature": 4.0}, {"temperature": 0.25}],
    "fuzzy_crf": [{}, {"k": 1, "include_gold": False}, {"k": 50}],
    "fuzzy_crf_threshold": [{}, {"threshold": 0.3, "include_gold": False}, {"threshold": 1.0}],
    "fuzzy_crf_top": [{}, {"m": 1}, {"m": 3, "include_gold": False}],
    "gold_nll": [{}],
    "hidden_cosine": [{}, {"layers": PAIRS}],
    "hidden_mse": [{}, {"layers": "uniform"}, {"layers": PAIRS}],
    "kbest_decoupled_kd": [{}, {"k": 2, "temperature": 2.0}, {"k": 50, "alpha": 0.0}],
    "kbest_cross_entropy": [
        {},
        {"k": 3, "weighting": "uniform"},
        {"k": 50, "weighting": "probability"},
    ],
    "logit_mse": [{}, {"centred": True}],
    "minilm_relations": [
        {},
        {"relations": ["query_key", "value"], "heads": 1, "layers": [LayerPair(1, 2)]},
        {"layers": "uniform"},
    ],
    "partial_crf": [{}],
    "path_set": [{}, {"k": 1}, {"k": 50}],
    "posterior_kl": [{}, {"temperature": 4.0}, {"temperature": 0.25}],
    "structural_cross_entropy": [{}, {"temperature": 4.0}, {"temperature": 0.25}],
    "top_k": [{}, {"k": 50}, {"k": 3, "weighted": True}, {"weighted": True, "temperature": 2.0}],
}


def registered() -> dict[str, type]:
    losses = all_registries()["losses"]
    found = {name: losses.get(name) for name in losses.names()}
    return {name: loss for name, loss in found.items() if loss.__module__.startswith(OWN)}


def test_no_loss_is_forgotten():
    assert set(SETTINGS) == set(registered())


@pytest.mark.parametrize(
    ("name", "arguments"), [(name, each) for name, several in SETTINGS.items() for each in several]
)
def test_every_loss_keeps_its_promises(name, arguments):
    check_loss(registered()[name](**arguments))
