import pytest
import torch
from torch import nn
from torch.nn.utils.rnn import pack_sequence

from mgkd.config import build
from mgkd.models import Encoder
from mgkd.models.batch import prefix_mask
from mgkd.models.encoders.recurrent import SequenceDropout

TORCH = {"bilstm": nn.LSTM, "gru": nn.GRU}
LENGTHS = [3, 1, 5]


def built(kind, **options):
    torch.manual_seed(7)
    return build(Encoder, {"type": kind, "hidden_size": 4, **options}, input_size=6)


@pytest.mark.parametrize("kind", TORCH)
@pytest.mark.parametrize("layers", [1, 2])
def test_it_is_the_network_of_torch_on_every_sentence_by_itself(kind, layers):
    """With the same seed, so that trained weights keep their names and meaning as well."""
    encoder = built(kind, layers=layers).eval()
    torch.manual_seed(7)
    plain = TORCH[kind](6, 4, num_layers=layers, batch_first=True, bidirectional=True)
    embedded = torch.randn(3, 5, 6)
    found = encoder(embedded, prefix_mask(LENGTHS))
    for row, length in enumerate(LENGTHS):
        expected, _ = plain(embedded[row : row + 1, :length])
        assert torch.allclose(found[row, :length], expected[0], atol=1e-6)
    names = {f"{'lstm' if kind == 'bilstm' else 'gru'}.{name}" for name in plain.state_dict()}
    assert set(encoder.state_dict()) == names


@pytest.mark.parametrize("kind", TORCH)
def test_the_dropout_mask_matters_while_training_only(kind):
    """Layers in a list or in one of torch's objects are the same layers."""
    one = built(kind, layers=2, dropout_mask="element").eval()
    other = built(kind, layers=2, dropout_mask="sequence").eval()
    pairs = zip(one.parameters(), other.parameters(), strict=True)
    assert all(a.equal(b) for a, b in pairs)
    embedded, mask = torch.randn(3, 5, 6), prefix_mask(LENGTHS)
    assert torch.allclose(one(embedded, mask)[mask], other(embedded, mask)[mask], atol=1e-6)


@pytest.mark.parametrize("kind", TORCH)
def test_a_sequence_loses_the_same_dimensions_at_every_token(kind):
    encoder = built(kind, dropout_mask="sequence")
    dropped = encoder(torch.randn(40, 5, 6), prefix_mask([5] * 40)) == 0
    assert torch.equal(dropped, dropped[:, :1].expand_as(dropped))
    assert len(dropped[:, 0].unique(dim=0)) > 20  # and every sequence others
    assert dropped.float().mean() == pytest.approx(0.5, abs=0.1)


def test_dropout_keeps_the_expected_value():
    torch.manual_seed(0)
    found = SequenceDropout(0.25)(torch.ones(4000, 2, 3))
    assert found.unique().tolist() == pytest.approx([0.0, 4 / 3])
    assert found.mean() == pytest.approx(1.0, abs=0.03)
    assert torch.equal(SequenceDropout(0.25).eval()(found), found)
    assert not SequenceDropout(1.0)(found).any()


def test_between_layers_a_sequence_loses_the_same_dimensions():
    layers = built("bilstm", layers=2, dropout=0.5, dropout_mask="sequence").lstm
    seen = []
    layers.layers[1].register_forward_pre_hook(lambda _, inputs: seen.append(inputs[0]))
    packed = pack_sequence([torch.randn(n, 6) for n in LENGTHS], enforce_sorted=False)
    layers(packed)
    states, lengths = nn.utils.rnn.pad_packed_sequence(seen[0], batch_first=True)
    assert lengths.tolist() == LENGTHS
    for row, length in enumerate(LENGTHS):
        dropped = states[row, :length] == 0
        assert torch.equal(dropped, dropped[:1].expand_as(dropped))
        assert 0 < dropped.sum() < dropped.numel()
