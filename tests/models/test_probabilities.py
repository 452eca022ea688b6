import itertools

import pytest
import torch

from mgkd.crf import LinearChain
from mgkd.data import Labels, Span
from mgkd.models import entity_log_probs
from mgkd.models.legality import legal_part


def random_chain(labels: Labels, lengths, seed=0) -> LinearChain:
    generator = torch.Generator().manual_seed(seed)

    def normal(*shape):
        return torch.randn(*shape, generator=generator, dtype=torch.float64)

    count = len(labels)
    mask = torch.arange(max(lengths)) < torch.tensor(lengths).unsqueeze(1)
    emissions = normal(len(lengths), max(lengths), count)
    return LinearChain(emissions, normal(count, count), normal(count), normal(count), mask)


def entities_of(chain, labels, lengths):
    """Every (row, span) that some sequence decodes to, with its summed probability."""
    found = {}
    for row, length in enumerate(lengths):
        for path in itertools.product(range(len(labels)), repeat=length):
            whole = torch.zeros(*chain.mask.shape, dtype=torch.long)
            whole[row, :length] = torch.tensor(path)
            probability = float(chain.log_prob(whole)[row].exp())
            for span in labels.decode(path) if probability else ():
                found[row, span] = found.get((row, span), 0.0) + probability
    return found


@pytest.mark.parametrize("scheme", ["bio", "bioes", "bmes", "bilou", "iob1"])
@pytest.mark.parametrize("types, lengths", [(["A"], [4, 2, 1]), (["A", "B"], [3])])
def test_the_sum_over_all_sequences_of_a_crf(scheme, types, lengths):
    labels = Labels(types, scheme)
    chain = legal_part(random_chain(labels, lengths), labels)
    expected = entities_of(chain, labels, lengths)
    assert {span.end - span.start for _, span in expected} == set(range(1, max(lengths) + 1))
    found = entity_log_probs(chain, labels, list(expected)).exp()
    assert torch.allclose(found, torch.tensor(list(expected.values()), dtype=found.dtype))


@pytest.mark.parametrize("scheme", ["bio", "bioes"])
def test_the_sum_over_all_sequences_illegal_ones_included(scheme):
    labels = Labels(["A"], scheme)
    chain = random_chain(labels, [4, 2])
    expected = entities_of(chain, labels, [4, 2])
    found = entity_log_probs(chain, labels, list(expected)).exp()
    assert torch.allclose(found, torch.tensor(list(expected.values()), dtype=found.dtype))


def test_probabilities_of_one_token_add_up():
    labels = Labels(["A", "B"])
    chain = legal_part(random_chain(labels, [1]), labels)
    spans = [(0, Span(0, 1, "A")), (0, Span(0, 1, "B"))]
    outside = chain.marginals()[0, 0, 0]
    assert float(entity_log_probs(chain, labels, spans).exp().sum() + outside) == pytest.approx(1)


def test_the_entities_order_is_kept():
    labels = Labels(["A"])
    chain = legal_part(random_chain(labels, [3, 2]), labels)
    spans = [(1, Span(0, 2, "A")), (0, Span(1, 2, "A")), (1, Span(0, 2, "A"))]
    found = entity_log_probs(chain, labels, spans)
    assert torch.equal(found[0], found[2])
    assert torch.allclose(found[:1], entity_log_probs(chain, labels, spans[:1]))


def test_no_entities():
    labels = Labels(["A"])
    assert entity_log_probs(random_chain(labels, [2]), labels, []).tolist() == []
