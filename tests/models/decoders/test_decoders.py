import itertools

import pytest
import torch
from torch.nn.functional import cross_entropy

from mgkd.config import build
from mgkd.data import Labels
from mgkd.models import Decoder
from mgkd.models.batch import prefix_mask
from mgkd.testing import check_tagger


def decoder(kind: str, labels: Labels, **options) -> Decoder:
    torch.manual_seed(4)
    return build(Decoder, {"type": kind, **options}, input_size=5, labels=labels)


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


@pytest.mark.parametrize("decoding", ["independent", "legal"])
def test_softmax_trains_on_the_cross_entropy_of_tokens(decoding):
    labels = Labels(["A", "B"])
    softmax = decoder("softmax", labels, decoding=decoding).train()
    hidden, mask = torch.randn(3, 6, 5), prefix_mask([6, 1, 4])
    gold = torch.randint(len(labels), (3, 6))
    found = -softmax(hidden, mask).log_prob(gold)
    by_token = cross_entropy(softmax.emissions(hidden).transpose(1, 2), gold, reduction="none")
    assert torch.allclose(found, by_token.masked_fill(~mask, 0.0).sum(dim=1), atol=1e-5)


@pytest.mark.parametrize("scheme", ["bio", "iob1", "bioes", "bilou"])
def test_softmax_decodes_the_best_of_the_legal_sequences(scheme, is_legal):
    labels = Labels(["A", "B"] if scheme in ("bio", "iob1") else ["A"], scheme)
    softmax = decoder("softmax", labels, decoding="legal").eval()
    hidden = 5 * torch.randn(20, 4, 5)
    scores = softmax.emissions(hidden).log_softmax(dim=-1)
    paths = torch.tensor(list(itertools.product(range(len(labels)), repeat=4)))
    legal = paths[[is_legal(labels, path) for path in paths.tolist()]]
    by_path = scores[:, torch.arange(4), legal].sum(dim=2)  # [B, P]
    chain = softmax(hidden, torch.ones(20, 4, dtype=torch.bool))
    found, best = chain.viterbi().paths, legal[by_path.argmax(dim=1)]
    assert torch.equal(found, best)
    assert not torch.equal(found, scores.argmax(dim=2))  # some were illegal
    expected = by_path.log_softmax(dim=1).max(dim=1).values
    assert torch.allclose(chain.log_prob(best), expected, atol=1e-5)


def test_a_checkpoint_of_a_softmax_serves_both_ways_of_decoding():
    one, other = (decoder("softmax", Labels(["A"]), decoding=d) for d in ("independent", "legal"))
    assert one.state_dict().keys() == other.state_dict().keys()
    check_tagger(
        {
            "embedder": {"type": "word", "size": 6},
            "decoder": {"type": "softmax", "decoding": "legal"},
        }
    )
