import itertools

import pytest
import torch

from mgkd.crf import LinearChain
from mgkd.data import Labels
from mgkd.models.legality import Illegality, legal_part

SCHEMES = ["bio", "iob1", "bioes", "bilou"]


@pytest.mark.parametrize("scheme", SCHEMES)
def test_zero_where_legal_and_minus_infinity_elsewhere(scheme, is_legal):
    labels = Labels(["A", "B"], scheme)
    illegal = Illegality(labels)
    for path in itertools.product(range(len(labels)), repeat=3):
        steps = [illegal.transitions[pair] for pair in itertools.pairwise(path)]
        score = float(illegal.start[path[0]] + sum(steps) + illegal.end[path[-1]])
        assert score == (0.0 if is_legal(labels, path) else -torch.inf)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_legal_part_is_renormalised_over_legal_sequences(scheme, is_legal):
    labels = Labels(["A"], scheme)
    generator = torch.Generator().manual_seed(1)
    chain = LinearChain(torch.randn(1, 4, len(labels), generator=generator).double())
    paths = torch.tensor(list(itertools.product(range(len(labels)), repeat=4)))
    legal = torch.tensor([is_legal(labels, path) for path in paths.tolist()])
    before = chain.log_prob(paths.unsqueeze(0))[0]
    after = legal_part(chain, labels).log_prob(paths.unsqueeze(0))[0]
    assert torch.isneginf(after[~legal]).all()
    assert torch.allclose(after[legal], before[legal] - before[legal].logsumexp(0))


def test_a_legal_chain_stays_as_it_is():
    labels = Labels(["A"])
    chain = legal_part(LinearChain(torch.randn(2, 3, 3)), labels)
    again = legal_part(chain, labels)
    assert torch.equal(again.transitions, chain.transitions)
    assert torch.equal(again.log_partition(), chain.log_partition())


def test_what_is_legal_is_found_out_once_for_a_label_set(monkeypatch):
    labels = Labels(["once"])
    first = legal_part(LinearChain(torch.randn(1, 2, 3)), labels)
    monkeypatch.setattr(Labels, "legal_transitions", None)
    again = legal_part(LinearChain(torch.randn(2, 4, 3)), Labels(["once"]))
    assert torch.equal(again.transitions, first.transitions)
