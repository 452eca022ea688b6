from functools import partial

import pytest
import torch

from mgkd.config import ConfigError, build
from mgkd.models import Embedder, PretrainedTransformer
from mgkd.models.embedders.layer_choice import MeanOfLayers, ScalarMix, SingleLayer

TOKENS = ("abc", "我", "d", "\u200b")


def prepared(folder, layers) -> PretrainedTransformer:
    embedder = PretrainedTransformer(str(folder), overlap=8, layers=layers)
    embedder.prepare([])
    return embedder.eval()


def vectors(embedder):
    return embedder(embedder.collate([embedder.encode(TOKENS)]))


def hidden_states(embedder):
    """Of every layer, for the pieces that are pooled."""
    inputs = embedder.collate([embedder.encode(TOKENS)])
    with torch.no_grad():
        output = embedder.transformer(inputs.pieces, inputs.attention, output_hidden_states=True)
    states = [*output.hidden_states[:-1], output.last_hidden_state]
    return [state[0][inputs.source] for state in states]


@pytest.mark.parametrize("number", [0, 1, 2, 3, 4])
def test_a_single_layer_counted_from_either_end(architecture, number):
    for same in (number, number - 5):
        embedder = prepared(architecture, partial(SingleLayer, number=same))
        assert torch.equal(vectors(embedder)[0], hidden_states(embedder)[number])


def test_the_last_layer_is_what_there_is_without_a_choice(architecture):
    chosen = prepared(architecture, partial(SingleLayer, number=-1))
    assert torch.equal(vectors(chosen), vectors(prepared(architecture, None)))


def test_the_mean_of_the_last_layers(architecture):
    embedder = prepared(architecture, partial(MeanOfLayers, count=3))
    expected = torch.stack(hidden_states(embedder)[2:]).mean(dim=0)
    assert torch.allclose(vectors(embedder)[0], expected, atol=1e-6)


def test_the_mix_is_a_mean_that_learns(architecture):
    embedder = prepared(architecture, ScalarMix)
    states = hidden_states(embedder)
    assert torch.allclose(vectors(embedder)[0], torch.stack(states).mean(dim=0), atol=1e-5)
    mix = embedder.layers
    with torch.no_grad():
        mix.weights.copy_(torch.tensor([1.0, 2.0, 4.0, 8.0, 1.0]).log())
        mix.gamma.fill_(3.0)
    parts = zip((1, 2, 4, 8, 1), states, strict=True)
    expected = 3.0 * sum(share / 16 * state for share, state in parts)
    assert torch.allclose(vectors(embedder)[0], expected, atol=1e-5)
    vectors(embedder).square().sum().backward()
    assert mix.weights.grad.all()
    assert mix.gamma.grad


@pytest.mark.parametrize("number", [0, 2, 4])
def test_what_lies_above_the_layer_is_frozen_and_all_else_learns(architecture, number):
    embedder = prepared(architecture, partial(SingleLayer, number=number))
    vectors(embedder).square().sum().backward()
    reached = {name for name, p in embedder.named_parameters() if p.grad is not None}
    trained = {name for name, p in embedder.named_parameters() if p.requires_grad}
    assert reached == trained
    blocks = {int(part) for name in trained for part in name.split(".") if part.isdigit()}
    assert blocks == set(range(number))


@pytest.mark.parametrize(
    ("tree", "complaint"),
    [
        ({"type": "single", "number": 5}, "there are layers 0 to 4, no layer 5"),
        ({"type": "single", "number": -6}, "there are layers 0 to 4, no layer -6"),
        ({"type": "mean", "count": 5}, "there are 4 layers, not 5"),
    ],
)
def test_layers_that_are_not_there(model_of, tree, complaint):
    embedder = build(
        Embedder,
        {
            "type": "pretrained_transformer",
            "model": str(model_of("bert")),
            "layers": tree,
            "overlap": 8,
        },
        "embedder",
    )
    with pytest.raises(ConfigError, match=rf"embedder\.layers +{tree['type']}: {complaint}"):
        embedder.prepare([])


def test_the_mix_comes_back_from_a_run(architecture, tmp_path):
    embedder = prepared(architecture, ScalarMix)
    with torch.no_grad():
        embedder.layers.weights.copy_(torch.tensor([0.5, 0.0, -1.0, 2.0, 1.0]))
    embedder.save_assets(tmp_path)
    loaded = PretrainedTransformer(str(architecture), overlap=8, layers=ScalarMix)
    loaded.load_assets(tmp_path)
    loaded.load_state_dict(embedder.state_dict())
    assert torch.equal(vectors(loaded.eval()), vectors(embedder))
