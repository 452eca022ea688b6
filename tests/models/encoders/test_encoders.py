import pytest
import torch
from torch import nn

from mgkd.config import ConfigError, build
from mgkd.models import Encoder
from mgkd.models.batch import prefix_mask
from mgkd.models.encoders.transformer import sinusoids
from mgkd.testing import check_tagger

ENCODERS = [
    {"type": "bilstm", "hidden_size": 4},
    {"type": "bilstm", "hidden_size": 3, "layers": 2},
    {"type": "bilstm", "hidden_size": 3, "layers": 3, "dropout_mask": "sequence"},
    {"type": "gru", "hidden_size": 4},
    {"type": "gru", "hidden_size": 3, "layers": 2, "dropout_mask": "sequence"},
    {"type": "idcnn", "hidden_size": 8},
    {"type": "window", "hidden_size": 8},
    {"type": "window", "hidden_size": 8, "layers": 2},
    {"type": "transformer", "hidden_size": 8, "heads": 2, "feedforward_size": 8, "layers": 2},
]
LENGTHS = [3, 1, 5]


@pytest.fixture(params=ENCODERS, ids=lambda tree: "-".join(map(str, tree.values())))
def encoder(request):
    return seeded(request.param)


def seeded(tree):
    torch.manual_seed(2)
    return build(Encoder, tree, input_size=6).eval()


def run(encoder, embedded, lengths=LENGTHS):
    with torch.no_grad():
        return encoder(embedded, prefix_mask(lengths))


def test_shape(encoder):
    assert run(encoder, torch.randn(3, 5, 6)).shape == (3, 5, encoder.output_size)


def test_what_stands_on_padding_changes_nothing(encoder):
    one = torch.randn(3, 5, 6)
    mask = prefix_mask(LENGTHS).unsqueeze(2)
    other = torch.where(mask, one, 100.0)
    found, expected = run(encoder, other), run(encoder, one)
    assert torch.allclose(found[mask.squeeze(2)], expected[mask.squeeze(2)], atol=1e-5)


def test_other_sentences_change_nothing(encoder):
    embedded = torch.randn(3, 5, 6)
    together = run(encoder, embedded)
    for row, length in enumerate(LENGTHS):
        alone = run(encoder, embedded[row : row + 1, :length], [length])
        assert torch.allclose(together[row, :length], alone[0], atol=1e-5)


def test_every_token_knows_both_sides(encoder):
    for parameter in encoder.parameters():  # no identity, and nothing that a ReLU cuts off
        nn.init.uniform_(parameter, 0.1, 0.3)
    embedded = torch.rand(1, 5, 6, requires_grad=True)
    encoder(embedded, prefix_mask([5]))[0, 2].sum().backward()
    assert (embedded.grad[0].abs().sum(dim=1) > 0).all()


def test_the_order_of_tokens_matters(encoder):
    embedded = torch.randn(1, 4, 6)
    found, reversed_ = run(encoder, embedded, [4]), run(encoder, embedded.flip(1), [4])
    assert not torch.allclose(found.flip(1), reversed_, atol=1e-3)


@pytest.mark.parametrize("tree", ENCODERS[2:8], ids=str)
def test_a_tagger_keeps_its_promises_with_it(tree):
    embedder, decoder = {"type": "word", "size": 6}, {"type": "crf"}
    check_tagger({"embedder": embedder, "encoder": tree, "decoder": decoder})


def test_positions_are_waves_of_growing_length():
    found = sinusoids(5, torch.zeros(1, 4))
    place = torch.arange(5.0)
    expected = [place.sin(), place.cos(), (place / 100).sin(), (place / 100).cos()]
    assert torch.allclose(found, torch.stack(expected, dim=1))


@pytest.mark.parametrize("hidden_size, heads", [(10, 4), (9, 3)])
def test_a_size_that_heads_cannot_share(hidden_size, heads):
    tree = {"type": "transformer", "hidden_size": hidden_size, "heads": heads}
    with pytest.raises(ConfigError, match=f"hidden_size +{hidden_size} must be even"):
        build(Encoder, tree, input_size=6)
