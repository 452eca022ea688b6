"""Extreme scores, small shapes, low precision: what other implementations get wrong."""

import math

import pytest
import torch

from mgkd.crf import LinearChain

pytestmark = pytest.mark.usefixtures("kernels")


def everything(chain):
    """All results of a chain that can be compared between two."""
    k = chain.kbest(3)
    return (
        chain.log_partition(),
        chain.viterbi().paths,
        k.paths,
        k.scores,
        chain.marginals(),
        chain.edge_marginals(),
        chain.entropy(),
    )


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_scores_of_ten_thousands(dtype, make_case, written):
    case = make_case([5, 3, 1], scale=1e4)
    expected = torch.stack([row.log_partition for row in written(case)])
    scores = [score.to(dtype).requires_grad_() for score in case.scores]
    total = LinearChain(*scores, case.mask).log_partition()
    torch.testing.assert_close(total, expected.to(dtype))
    total.sum().backward()
    assert all(score.grad.isfinite().all() for score in scores)


def test_float32_log_probabilities_keep_their_digits(make_case):
    case = make_case([40], labels=4, scale=30.0)
    exact = case.chain()
    paths = exact.viterbi().paths
    single = LinearChain(*(score.float() for score in case.scores))
    double = LinearChain(*(score.float().double() for score in case.scores))
    assert single.log_prob(paths).dtype == torch.float32
    torch.testing.assert_close(single.log_prob(paths), double.log_prob(paths).float())
    allowed = torch.nn.functional.one_hot(paths, 4).bool()
    torch.testing.assert_close(single.log_prob_within(allowed), single.log_prob(paths))


def test_wide_marginals_of_float32_scores_are_those_of_float64(make_case):
    """A label 100 below another has a probability that float32 does not know."""
    case = make_case([4, 2], labels=3, scale=50.0)
    single = LinearChain(*(score.float() for score in case.scores), case.mask)
    double = LinearChain(*(score.float().double() for score in case.scores), case.mask)
    found = single.marginals(wide=True)
    assert found.dtype == torch.float64
    assert (found[found > 0] < 1e-40).any()
    torch.testing.assert_close(found, double.marginals(), rtol=1e-9, atol=0)


def forced(depth, count=40):
    """Two labels. Label 0 is better by `depth` a token, but may neither turn to 1 nor end."""
    emissions = torch.zeros(1, count, 2, dtype=torch.float64)
    emissions[..., 0] = depth
    transitions = torch.tensor([[0.0, -torch.inf], [0.0, 0.0]], dtype=torch.float64)
    end = torch.tensor([-torch.inf, 0.0], dtype=torch.float64)
    return emissions, transitions, None, end


@pytest.mark.parametrize("depth", [1.0, 20.0, 500.0, 1e4])
def test_a_forced_path_far_below_the_best(depth):
    emissions, transitions, start, end = forced(depth)
    emissions.requires_grad_()
    chain = LinearChain(emissions, transitions, start, end)
    # All but label 1 throughout is illegal, and scores 0.
    torch.testing.assert_close(chain.log_partition(), torch.zeros(1, dtype=torch.float64))
    assert chain.viterbi().paths.eq(1).all()
    assert chain.kbest(2).valid.tolist() == [[True, False]]
    assert chain.sample(2, torch.Generator().manual_seed(0)).eq(1).all()
    chain.log_partition().sum().backward()
    expected = torch.tensor([0.0, 1.0], dtype=torch.float64).expand_as(emissions)
    torch.testing.assert_close(emissions.grad, expected)


def test_a_forced_path_whose_rivals_vanish_from_both_ends():
    """The best prefix cannot end, the best suffix cannot begin, and a worse way links the two.

    Scaled weights lose the best whole path from either side, while the worse way survives.
    """
    count, dead, depth = 120, -torch.inf, 40.0
    # Labels: 0 the path itself; 1 rises in the first half; 2 rises in the second half.
    emissions = torch.zeros(1, count, 3, dtype=torch.float64)
    emissions[0, : count // 2, 1] = depth
    emissions[0, count // 2 :, 1] = -depth - 20.0
    emissions[0, : count // 2, 2] = -depth - 20.0
    emissions[0, count // 2 :, 2] = depth
    transitions = torch.full((3, 3), dead, dtype=torch.float64)
    transitions.fill_diagonal_(0.0)
    transitions[1, 2] = 0.0
    start = torch.tensor([0.0, 0.0, dead], dtype=torch.float64)
    end = torch.tensor([0.0, dead, 0.0], dtype=torch.float64)
    start[0] = 2_000.0
    # Every change from 1 to 2 costs its emissions; the best is in the middle.
    switch = [
        emissions[0, :place, 1].sum() + emissions[0, place:, 2].sum() for place in range(1, count)
    ]
    scores = torch.stack([torch.tensor(2_000.0, dtype=torch.float64), *switch])
    chain = LinearChain(emissions, transitions, start, end)
    torch.testing.assert_close(chain.log_partition(), scores.logsumexp(0).unsqueeze(0))
    torch.testing.assert_close(chain.viterbi().scores, scores.max().unsqueeze(0))


# How much label 0 is better than label 1 at each token. From its beginning as from its end the
# better path falls behind by more than the numbers' range, and takes the lead in between.
OVERTAKING = {
    "in great steps": [-800] + [250] * 8 + [-1100, 250],
    "in steps": [-30] * 26 + [30] * 80 + [-30] * 46 + [30] * 8,
    "in small steps": [-8] * 95 + [8] * 250 + [-8] * 170 + [8] * 30,
    "and ends far ahead": [-8] * 95 + [8] * 230 + [-8] * 170 + [8] * 65,
    "and ends farther ahead": [-800, 460, 460, 460, -800, 460],
}


@pytest.mark.parametrize("steps", OVERTAKING.values(), ids=OVERTAKING)
@pytest.mark.parametrize("change", [-torch.inf, -5_000.0, -10_000.0])
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_a_path_that_is_out_of_sight_from_either_end_and_wins(steps, change, dtype):
    emissions = torch.zeros(1, len(steps), 2, dtype=dtype)
    emissions[0, :, 0] = torch.tensor(steps)
    transitions = torch.tensor([[0.0, change], [change, 0.0]], dtype=dtype)
    total = float(sum(steps))
    with torch.no_grad():
        assert LinearChain(emissions, transitions).log_partition().item() == total
    chain = LinearChain(emissions.requires_grad_(), transitions)
    best = chain.viterbi()
    assert chain.log_partition().item() == total
    assert chain.log_prob(best.paths).item() == 0.0
    assert torch.equal(chain.marginals()[0, :, 0], torch.ones(len(steps), dtype=dtype))
    assert not chain.sample(3, torch.Generator().manual_seed(0)).any()
    (gradient,) = torch.autograd.grad(chain.log_prob(best.paths).sum(), emissions)
    torch.testing.assert_close(gradient, torch.zeros_like(gradient))


def test_a_label_that_nothing_leads_to_but_all_would_like_to_take():
    emissions = torch.zeros(1, 4, 2)
    emissions[..., 1] = 460.0
    scores = emissions, torch.tensor([[0.0, -torch.inf], [0.0, -torch.inf]])
    for score in scores:
        score.requires_grad_()
    chain = LinearChain(*scores, start=torch.tensor([0.0, -torch.inf]))
    values = chain.log_prob(torch.zeros(1, 4, dtype=torch.long)), chain.entropy()
    assert [value.item() for value in values] == [0.0, 0.0]
    assert chain.marginals().tolist() == [[[1.0, 0.0]] * 4]
    for gradient in torch.autograd.grad(values, scores, [torch.ones(1)] * 2):
        assert not gradient.any()


@pytest.mark.parametrize("way", ["transitions", "emissions"])
def test_what_a_penalty_makes_impossible_has_no_probability_at_all(way, make_case):
    """And so a chain does not diverge from one that forbids what it penalises."""
    case, other = make_case([5, 3], labels=3), make_case([5, 3], labels=3)
    if way == "transitions":
        case.transitions[0, 1], other.transitions[0, 1] = -10_000.0, -torch.inf
    else:
        case.emissions[:, 1, 2], other.emissions[:, 1, 2] = -10_000.0, -torch.inf
    zeros = torch.zeros(2, dtype=torch.float64)
    torch.testing.assert_close(case.chain().kl(other.chain()), zeros, atol=1e-9, rtol=0.0)


@pytest.mark.parametrize("penalty", [-100.0, -10_000.0])
def test_penalties_that_stand_for_impossible(penalty, make_case, written):
    case = make_case([5, 4, 2], labels=3)
    for forbidden in ((0, 1), (2, 0), (1, 1)):
        case.transitions[forbidden] = penalty
    case.start[1] = case.end[0] = penalty
    chain = case.chain()
    rows = written(case)
    expected = torch.stack([row.log_partition for row in rows])
    torch.testing.assert_close(chain.log_partition(), expected)
    best = chain.kbest(30)
    for index, row in enumerate(rows):
        count = min(30, len(row.paths))
        torch.testing.assert_close(
            best.scores[index, :count], row.scores.sort(descending=True).values[:count]
        )


def test_long_rows_with_penalties(make_case):
    case = make_case([300, 7], labels=5)
    case.transitions[0, 1:] = -10_000.0
    hard = make_case([300, 7], labels=5)
    hard.transitions[0, 1:] = -torch.inf
    for soft, cut in zip(everything(case.chain()), everything(hard.chain()), strict=True):
        torch.testing.assert_close(soft, cut)


def test_one_token_one_label_one_row():
    chain = LinearChain(torch.tensor([[[2.0]]]), torch.ones(1, 1), torch.ones(1), torch.ones(1))
    assert chain.log_partition().tolist() == [4.0]
    assert chain.marginals().tolist() == [[[1.0]]]
    assert chain.edge_marginals().shape == (1, 0, 1, 1)
    assert chain.viterbi().paths.tolist() == [[0]]
    assert chain.kbest(3).valid.tolist() == [[True, False, False]]
    assert chain.entropy().tolist() == [0.0]
    assert chain.sample(2).tolist() == [[[0], [0]]]


def test_one_token_meets_no_transition(make_case):
    case = make_case([1, 1], labels=4)
    scores = case.start + case.emissions[:, 0] + case.end
    case.transitions.requires_grad_()
    chain = case.chain()
    torch.testing.assert_close(chain.log_partition(), scores.logsumexp(-1))
    torch.testing.assert_close(chain.marginals()[:, 0], scores.softmax(-1))
    (gradient,) = torch.autograd.grad(chain.entropy().sum(), case.transitions)
    assert not gradient.any()


def test_a_row_is_the_same_alone_and_among_longer_ones(make_case):
    case = make_case([3, 9, 1, 6], labels=4)
    together = case.chain()
    for index, length in enumerate(case.lengths):
        alone = LinearChain(case.emissions[index : index + 1, :length], *case.scores[1:])
        k = alone.kbest(9)
        assert torch.equal(together.kbest(9).paths[index, :, :length], k.paths[0])
        assert torch.equal(together.kbest(9).valid[index], k.valid[0])
        assert torch.equal(together.viterbi().paths[index, :length], alone.viterbi().paths[0])
        torch.testing.assert_close(together.marginals()[index, :length], alone.marginals()[0])


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16])
def test_half_precision_is_computed_in_float32(dtype, make_case):
    case = make_case([6, 2], labels=4)
    half = [score.to(dtype) for score in case.scores]
    half[0].requires_grad_()
    chain = LinearChain(*half, case.mask)
    single = LinearChain(*(score.detach().float() for score in half), case.mask)
    for result, expected in zip(everything(chain), everything(single), strict=True):
        assert torch.equal(result, expected)
        assert result.dtype in (torch.float32, torch.long)
    chain.log_partition().sum().backward()
    assert half[0].grad.dtype == dtype


def test_autocast_does_not_reach_inside(make_case):
    case = make_case([6, 2], labels=4)
    scores = [score.float() for score in case.scores]
    expected = everything(LinearChain(*scores, case.mask))
    with torch.autocast("cpu", dtype=torch.bfloat16):
        actual = everything(LinearChain(*scores, case.mask))
    for result, other in zip(actual, expected, strict=True):
        assert torch.equal(result, other)


def test_the_callers_tensors_stay_as_they_are(make_case):
    case = make_case([4, 2], labels=3)
    case.emissions[1, 2:] = float("nan")
    before = [score.clone() for score in case.scores]
    mask, paths = case.mask, torch.tensor([[0, 1, 2, 0], [1, 1, -100, -100]])
    kept_mask, kept_paths = mask.clone(), paths.clone()
    chain = LinearChain(*(score.requires_grad_() for score in case.scores), mask)
    allowed = torch.ones(2, 4, 3, dtype=torch.bool)
    everything(chain), chain.log_prob(paths), chain.sample(2), chain.temper(2.0).marginals()
    (chain.restrict(allowed).log_partition() + chain.kl(chain)).sum().backward()
    for score, kept in zip(case.scores, before, strict=True):
        assert torch.equal(score.detach().nan_to_num(7.0), kept.nan_to_num(7.0))
    assert torch.equal(mask, kept_mask) and torch.equal(paths, kept_paths)
    assert torch.equal(allowed, torch.ones_like(allowed))


def test_what_a_chain_hands_out_is_not_what_it_keeps(make_case):
    chain = make_case([4, 2], labels=3).chain()
    paths = torch.tensor([[0, 1, 2, 0], [1, 1, 0, 0]])
    expected = everything(chain), chain.log_prob(paths)
    for handed_out in (*everything(chain), chain.lengths):
        handed_out.add_(1)
    for result, other in zip(everything(chain), expected[0], strict=True):
        assert torch.equal(result, other)
    assert torch.equal(chain.log_prob(paths), expected[1])


def test_labels_on_padding_may_be_anything(make_case):
    chain = make_case([3, 1]).chain()
    zeros = torch.tensor([[0, 1, 2], [1, 0, 0]])
    garbage = torch.tensor([[0, 1, 2], [1, -100, 10**9]])
    assert torch.equal(chain.log_prob(zeros), chain.log_prob(garbage))


def test_scores_and_rows_that_are_views(make_case):
    case = make_case([4, 2], labels=3)
    strided = case.emissions.transpose(0, 1).contiguous().transpose(0, 1)
    mirrored = case.transitions.mT.contiguous().mT
    other = LinearChain(strided, mirrored, case.start, case.end, case.mask)
    for result, expected in zip(everything(other), everything(case.chain()), strict=True):
        torch.testing.assert_close(result, expected)
    row = torch.randn(1, 4, 3, dtype=torch.float64)
    expanded = LinearChain(row.expand(2, -1, -1), *case.scores[1:], case.mask)
    copied = LinearChain(row.repeat(2, 1, 1), *case.scores[1:], case.mask)
    assert torch.equal(expanded.marginals(), copied.marginals())


@pytest.mark.parametrize("depth", [2.0, 5.0, 9.0])
def test_marginals_where_the_two_ends_disagree(depth):
    """All that leads to a label is unlikely from the left, and all that follows from the right."""
    count = 130
    emissions = torch.zeros(1, count, 2, dtype=torch.float64)
    emissions[0, : count // 2, 0] = depth
    emissions[0, count // 2 :, 1] = depth
    transitions = torch.tensor([[0.0, -torch.inf], [-torch.inf, 0.0]], dtype=torch.float64)
    chain = LinearChain(emissions, transitions)
    half = torch.full((1, count, 2), 0.5, dtype=torch.float64)
    torch.testing.assert_close(chain.marginals(), half)
    edges = torch.eye(2, dtype=torch.float64).expand(1, count - 1, 2, 2) / 2
    torch.testing.assert_close(chain.edge_marginals(), edges)
    total = torch.tensor([depth * count / 2 + math.log(2.0)], dtype=torch.float64)
    torch.testing.assert_close(chain.log_partition(), total)
