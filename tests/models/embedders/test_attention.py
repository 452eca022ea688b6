"""Which kinds of pretrained models tell of their attention."""

import pytest
import torch

from mgkd.config import UserError
from mgkd.models import Inside, PretrainedTransformer
from mgkd.models.embedders.attention import PROJECTIONS

ATTENTION = Inside(attention=True)
UNKNOWN = ("deberta-v2", "modernbert")


def look(folder, wanted):
    embedder = PretrainedTransformer(str(folder), overlap=8)
    embedder.prepare([])
    embedder.eval()
    inputs = embedder.collate([embedder.encode(("a", "b", "我")), embedder.encode(("c",))])
    with torch.no_grad():
        return embedder.look(inputs, wanted).states


@pytest.mark.parametrize("kind", sorted(PROJECTIONS.keys() - {"camembert"}))
def test_every_layer_tells_what_it_compares(kind, model_of):
    states = look(model_of(kind), ATTENTION)
    assert len(states.attention) == 4
    for layer in states.attention:
        assert layer.query.shape == layer.key.shape == layer.value.shape == (2, 3, 2, 8)
        assert not torch.equal(layer.query, layer.key)


@pytest.mark.parametrize("kind", UNKNOWN)
def test_one_whose_scores_are_something_else_is_refused(kind, model_of):
    with pytest.raises(UserError, match=f"kind {kind} cannot be looked into; that of albert"):
        look(model_of(kind), ATTENTION)
    assert len(look(model_of(kind), Inside(hidden=True)).hidden) == 5
