"""Facts that hold between the methods, whatever the scores."""

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from mgkd.crf import LinearChain

pytestmark = pytest.mark.usefixtures("kernels")
examples = settings(max_examples=10, deadline=None)


def close(actual, expected, atol=1e-9):
    torch.testing.assert_close(actual, expected, rtol=1e-9, atol=atol)


def allowed_by(paths, labels):
    """The labels that some path has at each token, [B, T, L]."""
    return torch.nn.functional.one_hot(paths, labels).bool().any(1)


@examples
@given(data=st.data())
def test_fuzzy_and_path_set_and_sequence_losses_agree_for_one_path(data, cases):
    chain = data.draw(cases()).chain()
    path = chain.kbest(1).paths
    loss = -chain.log_prob(path)[:, 0]
    restricted = chain.restrict(allowed_by(path, chain.emissions.shape[2]))
    close(chain.log_partition() - restricted.log_partition(), loss, atol=1e-7)


@examples
@given(data=st.data(), k=st.integers(1, 5))
def test_fuzzy_is_below_path_set_is_below_the_best_path(data, k, cases):
    chain = data.draw(cases()).chain()
    best = chain.kbest(k)
    labels = chain.emissions.shape[2]
    log_probs = chain.log_prob(best.paths).masked_fill(~best.valid, -torch.inf)
    sets = torch.nn.functional.one_hot(best.paths, labels).bool() & best.valid[..., None, None]
    fuzzy = chain.log_partition() - chain.restrict(sets.any(1)).log_partition()
    path_set = -log_probs.logsumexp(1)
    slack = 1e-9 * (1 + chain.log_partition().abs())
    assert (fuzzy <= path_set + slack).all()
    assert (path_set <= -log_probs.max(1).values + slack).all()


@examples
@given(data=st.data())
def test_nothing_is_lost_when_every_label_is_allowed(data, cases):
    chain = data.draw(cases()).chain()
    everything = torch.ones_like(chain.emissions, dtype=torch.bool)
    assert torch.equal(chain.restrict(everything).log_partition(), chain.log_partition())


@examples
@given(data=st.data())
def test_probabilities_of_all_sequences_sum_to_one(data, cases):
    case = data.draw(cases())
    chain = case.chain()
    best = chain.kbest(128)
    log_probs = chain.log_prob(best.paths).masked_fill(~best.valid, -torch.inf)
    close(log_probs.exp().sum(1), torch.ones(len(case.lengths), dtype=torch.float64), atol=1e-7)


@examples
@given(data=st.data())
def test_structural_cross_entropy_is_that_over_all_sequences(data, cases, make_case):
    case = data.draw(cases(scales=(0.3, 3.0)))
    teacher = case.chain()
    shape = case.emissions.shape
    student = make_case([shape[1]] * shape[0], labels=shape[2])
    student = LinearChain(*student.scores, case.mask)
    best = teacher.kbest(128)
    weights = best.scores.softmax(1)
    close(-(weights * student.log_prob(best.paths)).sum(1), teacher.cross_entropy(student))


@examples
@given(data=st.data())
def test_marginals_sum_to_one_on_real_tokens(data, cases):
    case = data.draw(cases())
    marginals = case.chain().marginals()
    assert (marginals >= 0.0).all()
    close(marginals.sum(-1), case.mask.double())


@examples
@given(data=st.data())
def test_edges_sum_to_their_ends(data, cases):
    chain = data.draw(cases()).chain()
    marginals, edges = chain.marginals(), chain.edge_marginals()
    close(edges.sum(2), marginals[:, 1:])
    close(edges.sum(3), marginals[:, :-1] * chain.mask[:, 1:].unsqueeze(2))


@examples
@given(data=st.data())
def test_gradient_of_log_partition_is_the_expected_use_of_each_score(data, cases):
    case = data.draw(cases())
    scores = [score.requires_grad_() for score in case.scores]
    chain = case.chain()
    gradients = torch.autograd.grad(chain.log_partition().sum(), scores)
    marginals, edges = chain.marginals().detach(), chain.edge_marginals().detach()
    last = marginals[torch.arange(len(case.lengths)), chain.lengths - 1]
    expected = (marginals, edges.sum((0, 1)), marginals[:, 0].sum(0), last.sum(0))
    for gradient, use in zip(gradients, expected, strict=True):
        close(gradient, use)


@examples
@given(data=st.data())
def test_a_chain_does_not_diverge_from_itself(data, cases):
    case = data.draw(cases(scales=(0.3, 3.0, 40.0)))
    chain = case.chain()
    zeros = torch.zeros(len(case.lengths), dtype=torch.float64)
    close(chain.kl(case.chain()), zeros)
    close(chain.cross_entropy(case.chain()), chain.entropy())


@examples
@given(data=st.data())
def test_a_student_like_its_teacher_gets_no_gradient(data, cases):
    case = data.draw(cases(scales=(0.3, 3.0, 40.0)))
    teacher = case.chain()
    scores = [score.clone().requires_grad_() for score in case.scores]
    loss = teacher.cross_entropy(LinearChain(*scores, case.mask)).sum()
    for gradient in torch.autograd.grad(loss, scores):
        close(gradient, torch.zeros_like(gradient), atol=1e-10)


@examples
@given(data=st.data())
def test_tempering_is_dividing_log_probabilities(data, cases):
    chain = data.draw(cases(scales=(0.3, 3.0))).chain()
    best = chain.kbest(128)
    expected = (best.scores / 3.0).log_softmax(1)
    tempered = chain.temper(3.0).log_prob(best.paths)
    close(tempered[best.valid], expected[best.valid])


@examples
@given(data=st.data())
def test_order_of_rows_and_further_padding_change_nothing(data, cases):
    case = data.draw(cases())
    order = torch.tensor(data.draw(st.permutations(range(len(case.lengths)))))
    padded = torch.nn.functional.pad(case.emissions, (0, 0, 0, 3), value=float("nan"))
    mask = torch.nn.functional.pad(case.mask, (0, 3))
    other = LinearChain(padded[order], *case.scores[1:], mask[order])
    chain = case.chain()
    count = case.emissions.shape[1]
    close(other.log_partition(), chain.log_partition()[order])
    close(other.marginals()[:, :count], chain.marginals()[order])
    assert torch.equal(other.viterbi().paths[:, :count], chain.viterbi().paths[order])
    assert torch.equal(other.kbest(5).paths[..., :count], chain.kbest(5).paths[order])
    close(other.entropy(), chain.entropy()[order], atol=1e-6)


@examples
@given(data=st.data())
def test_a_span_is_as_likely_as_its_one_token(data, cases):
    case = data.draw(cases(scales=(0.3, 3.0)))
    chain = case.chain()
    labels = chain.viterbi().paths[:, :1]
    start = torch.zeros(len(case.lengths), dtype=torch.long)
    expected = chain.marginals()[:, 0].gather(1, labels).squeeze(1).log()
    close(chain.span_log_prob(start, start + 1, labels), expected)


@examples
@given(data=st.data())
def test_the_whole_row_as_a_span_is_its_log_probability(data, cases):
    case = data.draw(cases())
    chain = case.chain()
    paths = chain.viterbi().paths
    start = torch.zeros(len(case.lengths), dtype=torch.long)
    close(chain.span_log_prob(start, chain.lengths, paths), chain.log_prob(paths), atol=1e-7)
