"""What a token sees through convolutions and windows."""

import pytest
import torch
from torch import nn

from mgkd.config import ConfigError, build
from mgkd.models import IDCNN, Encoder, Window
from mgkd.models.batch import prefix_mask

LONG = 41


def reach_of(encoder, width: int) -> tuple[int, int]:
    """How many tokens to the left and right of the middle one change its vector."""
    for parameter in encoder.parameters():
        nn.init.constant_(parameter, 0.05)  # nothing is cut off by a ReLU or cancelled
    embedded = torch.rand(1, LONG, width, requires_grad=True)
    encoder.eval()(embedded, prefix_mask([LONG]))[0, LONG // 2].sum().backward()
    seen = embedded.grad[0].any(dim=1).nonzero().flatten()
    return LONG // 2 - int(seen.min()), int(seen.max()) - LONG // 2


@pytest.mark.parametrize(
    ("width", "dilations", "iterations"),
    [(3, (1, 2, 4, 1), 2), (3, (1,), 1), (5, (1, 2), 2), (1, (2,), 3), (3, (1, 1), 4)],
)
def test_the_receptive_field_of_dilated_convolutions(width, dilations, iterations):
    encoder = IDCNN(2, width, dilations, iterations, input_size=3)
    reach = (width - 1) // 2 * (1 + iterations * sum(dilations))
    assert reach < LONG // 2
    assert reach_of(encoder, 3) == (reach, reach)


@pytest.mark.parametrize("reach", [0, 1, 3])
def test_the_receptive_field_of_a_window(reach):
    assert reach_of(Window(2, reach, layers=2, input_size=3), 3) == (reach, reach)


def test_iterations_share_their_weights():
    def sizes(iterations):
        encoder = IDCNN(4, iterations=iterations, input_size=3)
        return {name: weight.shape for name, weight in encoder.state_dict().items()}

    assert sizes(1) == sizes(5)


def test_a_block_begins_as_the_identity():
    embedded, mask = torch.randn(2, 6, 3), prefix_mask([6, 4])
    one, several = (IDCNN(4, iterations=n, dropout=0.0, input_size=3) for n in (1, 5))
    several.load_state_dict(one.state_dict())
    assert torch.equal(one(embedded, mask), several(embedded, mask))
    first = one.first(embedded.masked_fill(~mask.unsqueeze(2), 0.0).transpose(1, 2)).relu()
    assert torch.equal(one(embedded, mask)[mask], first.transpose(1, 2)[mask])


def test_a_window_is_the_concatenation_of_neighbours():
    encoder = Window(4, reach=1, input_size=3).eval()
    a, b, c = torch.randn(3, 3)
    found = encoder(torch.stack([a, b, c]).unsqueeze(0), torch.ones(1, 3, dtype=torch.bool))[0]
    zeros = torch.zeros(3)
    rows = [torch.cat(row) for row in [(zeros, a, b), (a, b, c), (b, c, zeros)]]
    assert torch.allclose(found, encoder.layers[0](torch.stack(rows)).relu(), atol=1e-6)


@pytest.mark.parametrize(
    ("option", "message"),
    [({"width": 4}, "width +4 must be odd"), ({"dilations": []}, "dilations +expected a list")],
)
def test_what_a_convolution_cannot_be(option, message):
    with pytest.raises(ConfigError, match=message):
        build(Encoder, {"type": "idcnn", **option}, input_size=3)
