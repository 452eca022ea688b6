import torch
from my_encoder import MyEncoder

from mgkd.testing import check_tagger


def test_my_encoder():
    check_tagger(
        {
            "embedder": {"type": "word", "size": 8},
            "encoder": {"type": "my_encoder", "hidden_size": 8},
            "decoder": {"type": "crf"},
        }
    )


def test_a_token_sees_its_neighbours_and_no_further():
    encoder = MyEncoder(hidden_size=4, reach=1, input_size=3)
    embedded = torch.randn(1, 5, 3, requires_grad=True)
    encoder(embedded, torch.ones(1, 5, dtype=torch.bool))[0, 2].sum().backward()
    assert embedded.grad.any(dim=2).tolist() == [[False, True, True, True, False]]
