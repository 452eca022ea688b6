"""Gradients: right by finite differences, finite everywhere, and none where there is no token."""

import pytest
import torch
from torch.autograd import gradcheck, gradgradcheck

from mgkd.crf import LinearChain

pytestmark = pytest.mark.usefixtures("kernels")

LENGTHS = [3, 2, 1]
PATHS = torch.tensor([[0, 2, 1], [1, 1, 0], [2, 0, 0]])
SPANS = torch.tensor([1, 0, 0]), torch.tensor([3, 2, 1]), torch.tensor([[0, 2], [1, 1], [2, 2]])

METHODS = {
    "log_partition": lambda chain: chain.log_partition(),
    "score": lambda chain: chain.score(PATHS),
    "log_prob": lambda chain: chain.log_prob(PATHS),
    "log_prob of several": lambda chain: chain.log_prob(torch.stack((PATHS, PATHS * 0), dim=1)),
    "viterbi": lambda chain: chain.viterbi().scores,
    "kbest": lambda chain: chain.kbest(3).scores,
    "marginals": lambda chain: chain.marginals(),
    "edge_marginals": lambda chain: chain.edge_marginals(),
    "restrict": lambda chain: chain.restrict(ALLOWED).log_partition(),
    "restrict, marginals": lambda chain: chain.restrict(ALLOWED).marginals(),
    "temper": lambda chain: chain.temper(2.0).marginals(),
    "entropy": lambda chain: chain.entropy(),
    "span_log_prob": lambda chain: chain.span_log_prob(*SPANS),
}
ALLOWED = torch.rand(3, 3, 3, generator=torch.Generator().manual_seed(0)) < 0.7
ALLOWED[..., 0] = True


def leaves(case):
    return [scores.requires_grad_() for scores in case.scores]


@pytest.fixture
def partly_forbidden(make_case):
    """Scores with -inf in each of them, and a way around."""
    case = make_case(LENGTHS)
    case.emissions[0, 1, 2] = case.transitions[0, 1] = case.transitions[2, 2] = -torch.inf
    case.start[2] = case.end[1] = -torch.inf
    case.emissions[2, 0, 1] = -torch.inf
    return case


@pytest.mark.parametrize("method", METHODS.values(), ids=METHODS)
def test_first_derivative(method, make_case):
    case = make_case(LENGTHS)
    assert gradcheck(lambda *scores: method(LinearChain(*scores, case.mask)), leaves(case))


@pytest.mark.parametrize("name", ["log_partition", "score", "log_prob", "restrict"])
def test_second_derivative(name, make_case):
    case = make_case(LENGTHS)
    method = METHODS[name]
    assert gradgradcheck(
        lambda *scores: method(LinearChain(*scores, case.mask)), leaves(case), fast_mode=True
    )


@pytest.mark.parametrize("name", ["marginals", "edge_marginals", "entropy"])
def test_second_derivative_through_marginals_is_a_clear_error(name, make_case):
    case = make_case(LENGTHS)
    emissions, *_ = leaves(case)
    (gradient,) = torch.autograd.grad(
        METHODS[name](case.chain()).square().sum(), emissions, create_graph=True
    )
    with pytest.raises(RuntimeError, match="once_differentiable"):
        gradient.sum().backward()


@pytest.mark.parametrize("method", ["cross_entropy", "kl"])
def test_derivatives_of_divergences_in_both_chains(method, make_case):
    case, other = make_case(LENGTHS, seed=1), make_case(LENGTHS, seed=2)

    def divergence(*scores):
        one, another = LinearChain(*scores[:4], case.mask), LinearChain(*scores[4:], case.mask)
        return getattr(one, method)(another)

    assert gradcheck(divergence, [*leaves(case), *leaves(other)])


def test_gradient_of_log_partition_is_what_autograd_finds_through_time(make_case):
    case = make_case([5, 3, 1], labels=4, seed=3)
    scores = leaves(case)
    weights = torch.tensor([0.3, -2.0, 1.0])
    actual = torch.autograd.grad((case.chain().log_partition() * weights).sum(), scores)
    totals = []
    for row, length in enumerate(case.lengths):
        message = case.start + case.emissions[row, 0]
        for token in range(1, length):
            message = (message[:, None] + case.transitions).logsumexp(0)
            message = message + case.emissions[row, token]
        totals.append((message + case.end).logsumexp(0))
    expected = torch.autograd.grad((torch.stack(totals) * weights).sum(), scores)
    torch.testing.assert_close(actual, expected)


@pytest.mark.parametrize("name", METHODS)
def test_gradients_are_finite_beside_forbidden_labels(name, partly_forbidden):
    scores = leaves(partly_forbidden)
    values = METHODS[name](partly_forbidden.chain())
    # Another weight on each value, since marginals sum to a constant; values may be -inf.
    weights = torch.arange(1.0, 1 + values.numel(), dtype=values.dtype).view_as(values)
    gradients = torch.autograd.grad(values, scores, weights)
    assert all(gradient.isfinite().all() for gradient in gradients)
    assert any(gradient.any() for gradient in gradients)


def test_forbidden_scores_get_no_gradient(partly_forbidden):
    scores = leaves(partly_forbidden)
    partly_forbidden.chain().log_partition().sum().backward()
    for score in scores:
        assert not score.grad[score == -torch.inf].any()


def test_gradients_of_the_possible_are_those_without_the_impossible(make_case):
    case = make_case(LENGTHS)
    case.emissions[..., 2] = -torch.inf
    scores = leaves(case)
    actual = torch.autograd.grad(case.chain().entropy().sum(), scores)
    two = [scores[0][..., :2], scores[1][:2, :2], scores[2][:2], scores[3][:2]]
    two = [score.detach().requires_grad_() for score in two]
    expected = torch.autograd.grad(LinearChain(*two, case.mask).entropy().sum(), two)
    for gradient, part in zip(actual, expected, strict=True):
        torch.testing.assert_close(gradient[tuple(slice(0, size) for size in part.shape)], part)


@pytest.mark.parametrize("name", METHODS)
@pytest.mark.parametrize("garbage", [float("nan"), float("inf"), -float("inf")])
def test_padding_changes_no_value_and_no_gradient(name, garbage, make_case):
    case = make_case(LENGTHS)
    padding = ~case.mask

    def value_and_gradients():
        scores = [score.detach().clone().requires_grad_() for score in case.scores]
        values = METHODS[name](LinearChain(*scores, case.mask))
        return values, torch.autograd.grad(values.square().sum(), scores)

    expected, expected_gradients = value_and_gradients()
    case.emissions[padding] = garbage
    actual, gradients = value_and_gradients()
    assert torch.equal(actual, expected)
    for gradient, other in zip(gradients, expected_gradients, strict=True):
        assert torch.equal(gradient, other)
    assert not gradients[0][padding].any()


def test_padding_changes_no_divergence_and_none_of_its_gradients(make_case):
    case, other = make_case(LENGTHS, seed=1), make_case(LENGTHS, seed=2)
    clean = case.chain().kl(other.chain())
    for part in (case, other):
        part.emissions[~case.mask] = float("nan")
    scores = [*leaves(case), *leaves(other)]
    divergence = case.chain().kl(other.chain())
    assert torch.equal(divergence, clean)
    gradients = torch.autograd.grad(divergence.sum(), scores)
    assert all(gradient.isfinite().all() for gradient in gradients)


def test_a_chain_serves_several_backward_passes(make_case):
    case = make_case(LENGTHS)
    emissions, *_ = leaves(case)
    chain = case.chain()
    first, second = (torch.autograd.grad(chain.log_prob(PATHS).sum(), emissions) for _ in range(2))
    torch.testing.assert_close(first, second)


def test_a_second_derivative_after_a_first_pass_backward(make_case):
    case = make_case(LENGTHS)
    emissions, *_ = leaves(case)
    chain = case.chain()
    chain.log_partition().sum().backward()
    (gradient,) = torch.autograd.grad(chain.log_partition().sum(), emissions, create_graph=True)
    torch.testing.assert_close(gradient.detach(), emissions.grad)
    gradient.square().sum().backward()


def test_weights_of_impossible_edges_may_be_anything(partly_forbidden):
    scores = leaves(partly_forbidden)
    edges = partly_forbidden.chain().edge_marginals()
    weights = torch.ones_like(edges).masked_fill(edges == 0.0, torch.inf)
    for gradient in torch.autograd.grad(edges, scores, weights):
        assert gradient.isfinite().all()


def test_what_was_found_without_a_graph_does_not_cut_a_later_one(make_case):
    case = make_case(LENGTHS)
    emissions, *_ = leaves(case)
    chain = case.chain()
    with torch.no_grad():
        assert not chain.log_partition().requires_grad
    chain.log_partition().sum().backward()
    torch.testing.assert_close(emissions.grad, chain.marginals().detach())


def test_an_infinite_divergence_has_finite_gradients(make_case):
    case, other = make_case(LENGTHS), make_case(LENGTHS)
    other.emissions[0, 0, 0] = -torch.inf
    scores = [*leaves(case), *leaves(other)]
    divergence = case.chain().kl(other.chain())
    assert divergence.isposinf().tolist() == [True, False, False]
    gradients = torch.autograd.grad(divergence.sum(), scores)
    assert all(gradient.isfinite().all() for gradient in gradients)
