import itertools

import pytest
import torch

from mgkd.config import build
from mgkd.data import Labels
from mgkd.models import Decoder
from mgkd.models.batch import prefix_mask


def decoder(kind: str, labels: Labels) -> Decoder:
    torch.manual_seed(4)
    return build(Decoder, {"type": kind}, input_size=5, labels=labels)


@pytest.mark.parametrize("scheme", ["bio", "bioes"])
def test_a_crf_never_decodes_an_illegal_sequence(scheme):
    labels = Labels(["A", "B"], scheme)
    crf = decoder("crf", labels)
    lengths = [7, 1, 4] * 20
    chain = crf(10 * torch.randn(60, 7, 5), prefix_mask(lengths))
    starts, ends = labels.legal_starts(), labels.legal_ends()
    moves = labels.legal_transitions()
    for path, length in zip(chain.viterbi().paths.tolist(), lengths, strict=True):
        assert starts[path[0]]
        assert ends[path[length - 1]]
        assert all(moves[i][j] for i, j in itertools.pairwise(path[:length]))


def test_a_crf_trains_all_of_its_scores_and_what_is_illegal_stays_out():
    labels = Labels(["A"], "bioes")
    crf = decoder("crf", labels)
    chain = crf(torch.randn(2, 4, 5), prefix_mask([4, 2]))
    chain.log_partition().sum().backward()
    for parameter in crf.parameters():
        assert parameter.grad.isfinite().all()
    legal = torch.tensor(labels.legal_transitions())
    assert (crf.transitions.grad[legal] > 0).all()
    assert not crf.transitions.grad[~legal].any()


def test_a_checkpoint_of_a_crf_holds_what_is_learned_alone():
    names = set(decoder("crf", Labels(["A"])).state_dict())
    assert names == {"emissions.weight", "emissions.bias", "transitions", "start", "end"}


def test_softmax_labels_are_independent():
    softmax = decoder("softmax", Labels(["A"]))
    hidden = torch.randn(2, 4, 5)
    chain = softmax(hidden, prefix_mask([4, 2]))
    expected = softmax.emissions(hidden).softmax(dim=-1)
    real = prefix_mask([4, 2])
    assert torch.allclose(chain.marginals()[real], expected[real], atol=1e-6)
    assert torch.equal(chain.viterbi().paths[real], expected.argmax(dim=-1)[real])
