"""What a chain refuses, and what it says then."""

import pytest
import torch

from mgkd.crf import LinearChain

pytestmark = pytest.mark.usefixtures("kernels")


def mask(*lengths):
    return torch.arange(3) < torch.tensor(lengths).unsqueeze(1)


EMISSIONS = torch.zeros(2, 3, 4)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"emissions": torch.zeros(3, 4)}, r"emissions must have shape \[B, T, L\]"),
        ({"emissions": torch.zeros(2, 0, 4)}, "at least one row, token and label"),
        ({"emissions": torch.zeros(2, 3, 0)}, "at least one row, token and label"),
        ({"emissions": torch.zeros(0, 3, 4)}, "at least one row, token and label"),
        ({"transitions": torch.zeros(4, 3)}, r"transitions must have shape \[4, 4\]"),
        ({"start": torch.zeros(3)}, r"start must have shape \[4\]"),
        ({"end": torch.zeros(1, 4)}, r"end must have shape \[4\]"),
        ({"mask": torch.ones(2, 4).bool()}, r"mask must have shape \[2, 3\]"),
        ({"mask": torch.ones(2, 3)}, "mask must be a bool tensor"),
        ({"mask": mask(2, 0)}, "row 1 of the mask is empty"),
        (
            {"mask": torch.tensor([[True, True, True], [True, False, True]])},
            "row 1 of the mask is not a prefix",
        ),
        (
            {"mask": torch.tensor([[False, True, True], [True, True, True]])},
            "row 0 of the mask is not a prefix",
        ),
        ({"transitions": torch.full((4, 4), float("nan"))}, "transitions hold NaN"),
        ({"start": torch.full((4,), float("inf"))}, r"start hold NaN or \+inf"),
        ({"end": torch.full((4,), float("nan"))}, "end hold NaN"),
    ],
)
def test_arguments_that_make_no_chain(arguments, message):
    with pytest.raises(ValueError, match=message):
        LinearChain(**{"emissions": EMISSIONS, **arguments})


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_an_emission_that_is_no_score_is_named(value):
    emissions = EMISSIONS.clone()
    emissions[1, 1, 2] = value
    with pytest.raises(ValueError, match="row 1 at token 1"):
        LinearChain(emissions)
    assert LinearChain(emissions, mask=mask(3, 1)).log_partition().isfinite().all()


RESULTS = {
    "log_partition": lambda chain: chain.log_partition(),
    "log_prob": lambda chain: chain.log_prob(torch.zeros(2, 3, dtype=torch.long)),
    "viterbi": lambda chain: chain.viterbi(),
    "kbest": lambda chain: chain.kbest(2),
    "marginals": lambda chain: chain.marginals(),
    "edge_marginals": lambda chain: chain.edge_marginals(),
    "entropy": lambda chain: chain.entropy(),
    "kl": lambda chain: chain.kl(LinearChain(EMISSIONS)),
    "kl from": lambda chain: LinearChain(EMISSIONS).kl(chain),
    "sample": lambda chain: chain.sample(1),
    "span_log_prob": lambda chain: chain.span_log_prob(
        torch.tensor([0, 0]), torch.tensor([1, 1]), torch.tensor([[0], [0]])
    ),
}


@pytest.mark.parametrize("result", RESULTS.values(), ids=RESULTS)
@pytest.mark.parametrize("grad", [True, False])
def test_a_row_without_a_legal_sequence_is_named(result, grad):
    emissions = EMISSIONS.clone()
    emissions[1, 2] = -torch.inf
    chain = LinearChain(emissions.requires_grad_(grad))
    with pytest.raises(ValueError, match="no label sequence is legal in row 1:"):
        result(chain)


def test_a_dead_end_is_found_in_the_transitions():
    transitions = torch.full((4, 4), -torch.inf)
    chain = LinearChain(EMISSIONS, transitions, mask=mask(1, 2))
    with pytest.raises(ValueError, match="row 1:"):
        chain.log_partition()
    assert LinearChain(EMISSIONS, transitions, mask=mask(1, 1)).log_partition().isfinite().all()


def test_a_restriction_that_leaves_nothing_names_the_row():
    allowed = torch.ones(2, 3, 4, dtype=torch.bool)
    allowed[:, 1] = False
    restricted = LinearChain(EMISSIONS, mask=mask(1, 3)).restrict(allowed)
    with pytest.raises(ValueError, match="row 1:"):
        restricted.log_partition()


def test_without_checks_an_impossible_row_is_minus_infinity_and_has_no_gradient():
    emissions = EMISSIONS.clone()
    emissions[1, 2] = -torch.inf
    emissions.requires_grad_()
    total = LinearChain(emissions, validate_args=False).log_partition()
    assert total.isneginf().tolist() == [False, True]
    total[0].backward()
    assert emissions.grad.isfinite().all() and not emissions.grad[1].any()


@pytest.mark.parametrize(
    ("paths", "error", "message"),
    [
        (torch.zeros(2, 3), TypeError, "paths must be integers"),
        (torch.zeros(2, 4).long(), ValueError, r"\[2, 3\] or \[2, K, 3\]"),
        (torch.zeros(3, 2, 3).long(), ValueError, r"\[2, 3\] or \[2, K, 3\]"),
        (torch.tensor([[0, 0, 0], [0, 4, 0]]), ValueError, "label 4 in row 1 at token 1"),
        (torch.tensor([[[0, 0, -1]], [[0, 0, 0]]]), ValueError, "label -1 in row 0 at token 2"),
    ],
)
def test_paths_that_are_none(paths, error, message):
    with pytest.raises(error, match=message):
        LinearChain(EMISSIONS).log_prob(paths)


@pytest.mark.parametrize(
    "allowed", [torch.ones(2, 3, 4), torch.ones(2, 3).bool(), torch.ones(2, 4, 3).bool()]
)
def test_restrictions_that_are_none(allowed):
    with pytest.raises(ValueError, match="allowed must be a bool tensor"):
        LinearChain(EMISSIONS).restrict(allowed)


@pytest.mark.parametrize("tau", [0.0, -1.0, float("nan"), float("inf")])
def test_temperatures_that_are_none(tau):
    with pytest.raises(ValueError, match="temperature must be positive"):
        LinearChain(EMISSIONS).temper(tau)


def test_fewer_than_one_path():
    with pytest.raises(ValueError, match="k must be at least 1"):
        LinearChain(EMISSIONS).kbest(0)
    with pytest.raises(ValueError, match="n must be at least 1"):
        LinearChain(EMISSIONS).sample(0)


def test_chains_over_other_tokens_are_not_compared():
    chain = LinearChain(EMISSIONS, mask=mask(3, 2))
    with pytest.raises(ValueError, match="row 1 has 2 tokens in one and 1 in the other"):
        chain.kl(LinearChain(EMISSIONS, mask=mask(3, 1)))
    with pytest.raises(ValueError, match="must have the same shape"):
        chain.cross_entropy(LinearChain(torch.zeros(2, 3, 5)))


@pytest.mark.parametrize(
    ("start", "end", "labels", "message"),
    [
        ([0, 2], [1, 3], [[0], [0]], r"span 0 of row 1, \[2, 3\), does not lie within the row's 2"),
        ([0, 1], [0, 2], [[0], [0]], r"span 0 of row 0, \[0, 0\), does not lie"),
        ([-1, 0], [1, 1], [[0, 0], [0, 0]], "span 0 of row 0"),
        ([0, 0], [2, 1], [[0], [0]], "has more tokens than the 1 labels"),
        ([0, 0], [1, 1], [[0], [4]], "row 1, .* has a label that is not one of the 4"),
        ([0], [1], [[0]], "start and end must have shape"),
        ([0, 0], [1, 1], [0, 0], "labels the same and S more"),
    ],
)
def test_spans_that_are_none(start, end, labels, message):
    chain = LinearChain(EMISSIONS, mask=mask(3, 2))
    with pytest.raises(ValueError, match=message):
        chain.span_log_prob(torch.tensor(start), torch.tensor(end), torch.tensor(labels))
