"""Every method agrees with the distribution written out sequence by sequence."""

import math

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from mgkd.crf import LinearChain

pytestmark = pytest.mark.usefixtures("kernels")
examples = settings(max_examples=15, deadline=None)


def close(actual, expected, scale=1.0):
    torch.testing.assert_close(
        actual, torch.as_tensor(expected, dtype=actual.dtype), rtol=1e-9, atol=1e-9 * scale
    )


def padded(path, case):
    return torch.tensor([*path, *[0] * (case.emissions.shape[1] - len(path))])


@examples
@given(data=st.data())
def test_log_partition(data, cases, written):
    case = data.draw(cases())
    with torch.no_grad():
        close(case.chain().log_partition(), [row.log_partition for row in written(case)])


@examples
@given(data=st.data())
def test_log_partition_is_the_same_with_a_graph(data, cases, written):
    case = data.draw(cases())
    expected = [row.log_partition for row in written(case)]
    case.emissions.requires_grad_()
    close(case.chain().log_partition().detach(), expected)


@examples
@given(data=st.data())
def test_score_and_log_prob_of_all_sequences(data, cases, written):
    case = data.draw(cases())
    chain = case.chain()
    for index, row in enumerate(written(case)):
        paths = torch.stack([padded(path, case) for path in row.paths])
        batch = paths.expand(len(case.lengths), -1, -1)
        close(chain.score(batch)[index], row.scores)
        close(chain.log_prob(batch)[index], row.log_probs)


@examples
@given(data=st.data())
def test_one_path_is_scored_as_one_of_several(data, cases):
    case = data.draw(cases())
    labels = case.emissions.shape[2]
    paths = data.draw(
        st.lists(st.integers(0, labels - 1), min_size=case.mask.numel(), max_size=case.mask.numel())
    )
    paths = torch.tensor(paths).view(case.mask.shape)
    chain = case.chain()
    several = torch.stack((paths, paths.flip(0) * 0), dim=1)
    assert torch.equal(chain.score(paths), chain.score(several)[:, 0])
    assert torch.equal(chain.log_prob(paths), chain.log_prob(several)[:, 0])


@examples
@given(data=st.data())
def test_viterbi(data, cases, written):
    case = data.draw(cases())
    best = case.chain().viterbi()
    for index, row in enumerate(written(case)):
        close(best.scores[index], row.scores.max())
        found = tuple(best.paths[index, : case.lengths[index]].tolist())
        close(row.scores[row.paths.index(found)], row.scores.max())
    assert not best.paths[~case.mask].any()


@examples
@given(data=st.data(), k=st.sampled_from((1, 2, 3, 7, 150)))
def test_kbest(data, k, cases, written):
    case = data.draw(cases())
    best = case.chain().kbest(k)
    assert best.paths.shape == (len(case.lengths), k, case.emissions.shape[1])
    for index, row in enumerate(written(case)):
        count = min(k, row.legal)
        assert best.valid[index].tolist() == [True] * count + [False] * (k - count)
        close(best.scores[index, :count], row.scores.sort(descending=True).values[:count])
        assert (best.scores[index, count:] == -torch.inf).all()
        length = case.lengths[index]
        found = [tuple(path) for path in best.paths[index, :count, :length].tolist()]
        assert len(set(found)) == count
        places = [row.paths.index(path) for path in found]
        close(best.scores[index, :count], row.scores[places])
        assert not best.paths[index, :, length:].any()
        assert not best.paths[index, count:].any()
    assert (best.scores[:, 1:] <= best.scores[:, :-1]).all()


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("penalty", [None, -4.0, -10_000.0])
def test_however_many_paths_are_asked_for_they_are_the_first_of_all(
    seed, penalty, make_case, written
):
    case = make_case([6, 5, 1], labels=3, seed=seed)
    if penalty is not None:
        case.transitions[0, 1] = case.transitions[2, 0] = case.end[0] = penalty
    rows = [row.scores.sort(descending=True).values for row in written(case)]
    for k in (2, 3, 4, 6, 9, 15, 30, 60, 120, 300, 800):
        best = case.chain().kbest(k)
        assert best.valid.sum(1).tolist() == [min(k, len(scores)) for scores in rows]
        for index, scores in enumerate(rows):
            close(best.scores[index, : len(scores)], scores[:k])
            found = best.paths[index, best.valid[index]].tolist()
            assert len(set(map(tuple, found))) == len(found)


@examples
@given(data=st.data())
def test_best_of_k_is_viterbi(data, cases):
    chain = data.draw(cases()).chain()
    close(chain.kbest(2).scores[:, 0], chain.viterbi().scores)


@examples
@given(data=st.data())
def test_marginals(data, cases, written):
    case = data.draw(cases())
    marginals = case.chain().marginals()
    assert not marginals[~case.mask].any()
    for index, row in enumerate(written(case)):
        for token in range(case.lengths[index]):
            for label in range(case.emissions.shape[2]):
                expected = row.probability(lambda path, t=token, j=label: path[t] == j)
                close(marginals[index, token, label], expected)


@examples
@given(data=st.data())
def test_edge_marginals(data, cases, written):
    case = data.draw(cases())
    _, count, labels = case.emissions.shape
    edges = case.chain().edge_marginals()
    assert edges.shape == (len(case.lengths), count - 1, labels, labels)
    for index, row in enumerate(written(case)):
        expected = torch.zeros(count - 1, labels, labels, dtype=torch.float64)
        for path, probability in zip(row.paths, row.probs, strict=True):
            for token in range(len(path) - 1):
                expected[token, path[token], path[token + 1]] += probability
        close(edges[index], expected)


@examples
@given(data=st.data())
def test_restrict(data, cases, written):
    case = data.draw(cases())
    seed = data.draw(st.integers(0, 1000))
    best = case.chain().viterbi().paths
    allowed = torch.rand(case.emissions.shape, generator=torch.Generator().manual_seed(seed)) < 0.5
    allowed.scatter_(2, best.unsqueeze(2), True)
    restricted = case.chain().restrict(allowed)
    for index, row in enumerate(written(case)):

        def inside(path, index=index):
            return all(allowed[index, token, label] for token, label in enumerate(path))

        kept = [place for place, path in enumerate(row.paths) if inside(path)]
        close(restricted.log_partition()[index], row.scores[kept].logsumexp(0))
        count = int((row.scores[kept] > -torch.inf).sum())
        assert restricted.kbest(40).valid[index].sum() == min(40, count)


@examples
@given(data=st.data(), tau=st.sampled_from((0.5, 1.0, 3.0)))
def test_temper(data, tau, cases, written):
    case = data.draw(cases())
    expected = [(row.scores / tau).logsumexp(0) for row in written(case)]
    close(case.chain().temper(tau).log_partition(), expected)


@examples
@given(data=st.data())
def test_entropy(data, cases, written):
    case = data.draw(cases())
    expected = [-torch.xlogy(row.probs, row.probs).sum() for row in written(case)]
    close(case.chain().entropy(), expected, scale=1e3)


@examples
@given(data=st.data())
def test_cross_entropy_and_divergence(data, cases, written):
    case = data.draw(cases(scales=(0.3, 3.0)))
    other = data.draw(cases(scales=(0.3, 3.0)))
    other.lengths = case.lengths
    generator = torch.Generator().manual_seed(0)
    shapes = [scores.shape for scores in case.scores]
    scores = [torch.randn(shape, generator=generator, dtype=torch.float64) for shape in shapes]
    other.emissions, other.transitions, other.start, other.end = scores
    for index, (row, another) in enumerate(zip(written(case), written(other), strict=True)):
        expected = -(row.probs * another.log_probs).sum()
        close(case.chain().cross_entropy(other.chain())[index], expected)
        divergence = expected + torch.xlogy(row.probs, row.probs).sum()
        close(case.chain().kl(other.chain())[index], divergence)


@examples
@given(data=st.data())
def test_span_log_prob(data, cases, written):
    case = data.draw(cases(scales=(0.3, 3.0)))
    labels = case.emissions.shape[2]
    spans = []
    for length in case.lengths:
        start = data.draw(st.integers(0, length - 1))
        spans.append((start, data.draw(st.integers(start + 1, length))))
    longest = max(end - start for start, end in spans)
    row_of_labels = st.lists(st.integers(0, labels - 1), min_size=longest, max_size=longest)
    wanted = [data.draw(row_of_labels) for _ in spans]
    starts, ends = torch.tensor(spans).unbind(1)
    actual = case.chain().span_log_prob(starts, ends, torch.tensor(wanted))
    for index, (row, (start, end)) in enumerate(zip(written(case), spans, strict=True)):
        tags = tuple(wanted[index][: end - start])
        place = slice(start, end)
        expected = row.probability(lambda path, tags=tags, place=place: path[place] == tags)
        close(actual[index], math.log(expected) if expected else -math.inf)


def test_several_spans_of_a_row_at_once(make_case):
    chain = make_case([4, 3]).chain()
    start, end = torch.tensor([[0, 1], [0, 2]]), torch.tensor([[2, 4], [1, 3]])
    labels = torch.tensor([[[0, 1, 9], [2, 2, 1]], [[1, -7, 9], [0, 5, 5]]])
    together = chain.span_log_prob(start, end, labels)
    for index in range(2):
        alone = chain.span_log_prob(start[:, index], end[:, index], labels[:, index])
        close(together[:, index], alone)


def test_no_span_at_all(make_case):
    none = torch.zeros(2, 0, dtype=torch.long)
    labels = torch.zeros(2, 0, 3, dtype=torch.long)
    assert make_case([4, 3]).chain().span_log_prob(none, none, labels).shape == (2, 0)


@examples
@given(data=st.data())
def test_samples_are_legal_and_padded_with_zeros(data, cases):
    case = data.draw(cases())
    chain = case.chain()
    paths = chain.sample(5, torch.Generator().manual_seed(0))
    assert paths.shape == (len(case.lengths), 5, case.emissions.shape[1])
    assert (chain.score(paths) > -torch.inf).all()
    assert not paths.masked_select(~case.mask.unsqueeze(1)).any()


def test_samples_come_as_often_as_they_are_likely(make_case, written):
    case = make_case([3, 1], labels=2)
    n = 20_000
    paths = case.chain().sample(n, torch.Generator().manual_seed(1))
    for index, row in enumerate(written(case)):
        drawn = [tuple(path) for path in paths[index, :, : case.lengths[index]].tolist()]
        for path, probability in zip(row.paths, row.probs.tolist(), strict=True):
            deviation = math.sqrt(probability * (1 - probability) / n)
            assert abs(drawn.count(path) / n - probability) < 4.5 * deviation


def test_samples_repeat_with_the_generator(make_case):
    chain = make_case([5, 2]).chain()
    first, again = (chain.sample(8, torch.Generator().manual_seed(7)) for _ in range(2))
    assert torch.equal(first, again)
    assert not torch.equal(first, chain.sample(8, torch.Generator().manual_seed(8)))


def test_scores_left_out_are_zeros():
    emissions = torch.randn(2, 3, 4)
    full = torch.ones(2, 3, dtype=torch.bool)
    plain = LinearChain(emissions)
    zeros = LinearChain(emissions, torch.zeros(4, 4), torch.zeros(4), torch.zeros(4), full)
    assert torch.equal(plain.log_partition(), zeros.log_partition())
    torch.testing.assert_close(plain.marginals(), emissions.softmax(-1))
    assert torch.equal(plain.viterbi().paths, emissions.argmax(-1))


def test_ties_are_all_found(make_case):
    case = make_case([3], labels=2, scale=0.0)
    best = case.chain().kbest(8)
    assert best.valid.all()
    assert len(set(map(tuple, best.paths[0].tolist()))) == 8
    assert not best.scores.any()
