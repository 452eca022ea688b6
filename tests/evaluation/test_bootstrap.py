from itertools import product

import numpy as np
import pytest

from mgkd.evaluation import SentenceCounts, difference, resampled_f1


def counts(*rows: tuple[int, int, int]) -> SentenceCounts:
    right, predicted, gold = zip(*rows, strict=True)
    return SentenceCounts(right=list(right), predicted=list(predicted), gold=list(gold))


def compared(runs, others, **how):
    means = resampled_f1({"runs": runs, "others": others}, **how)
    return difference(runs, others, means["runs"], means["others"])


BETTER = counts(*[(1, 1, 1)] * 30, *[(0, 1, 1)] * 10)
WORSE = counts(*[(1, 1, 1)] * 15, *[(0, 1, 1)] * 25)


def test_the_resampled_means_against_all_samples_there_are():
    """Of three sentences there are 27 equally likely samples."""
    run = counts((1, 2, 1), (0, 0, 2), (2, 2, 3))
    exact = []
    for places in product(range(3), repeat=3):
        drawn = counts(*[(run.right[i], run.predicted[i], run.gold[i]) for i in places])
        exact.append(drawn.f1)
    found = resampled_f1({"one": [run]}, times=20_000)["one"]
    assert set(np.round(found, 9)) == set(np.round(exact, 9))
    assert found.mean() == pytest.approx(np.mean(exact), abs=0.01)
    assert found.std() == pytest.approx(np.std(exact), abs=0.01)


def test_the_mean_over_runs_is_what_is_resampled():
    means = resampled_f1({"both": [BETTER, WORSE], "one": [BETTER], "other": [WORSE]}, times=50)
    assert means["both"] == pytest.approx((means["one"] + means["other"]) / 2)


def test_a_large_difference_is_found_and_its_sign_kept():
    found = compared([BETTER], [WORSE], times=2000)
    assert found.f1 == pytest.approx((30 - 15) / 40)
    assert 0 < found.low < found.f1 < found.high
    assert found.p < 0.01
    other = compared([WORSE], [BETTER], times=2000)
    assert (other.f1, other.low, other.high) == pytest.approx((-found.f1, -found.high, -found.low))
    assert other.p == found.p


def test_what_is_equal_does_not_differ():
    found = compared([BETTER], [BETTER], times=200)
    assert (found.f1, found.low, found.high, found.p) == (0, 0, 0, 1)


def test_no_p_is_zero():
    found = compared([counts(*[(1, 1, 1)] * 9)], [counts(*[(0, 1, 1)] * 9)], times=99)
    assert found.p == pytest.approx(2 / 100)


def test_the_same_seed_gives_the_same_and_memory_does_not_matter(monkeypatch):
    first = resampled_f1({"one": [BETTER]}, times=64, seed=5)["one"]
    assert np.array_equal(first, resampled_f1({"one": [BETTER]}, times=64, seed=5)["one"])
    assert not np.array_equal(first, resampled_f1({"one": [BETTER]}, times=64, seed=6)["one"])
    monkeypatch.setattr("mgkd.evaluation.bootstrap.AT_ONCE", 100)  # two samples at a time
    assert np.array_equal(first, resampled_f1({"one": [BETTER]}, times=64, seed=5)["one"])


def test_sentences_without_entities_give_zero():
    assert resampled_f1({"one": [counts((0, 0, 0))]}, times=3)["one"].tolist() == [0, 0, 0]


def test_runs_on_other_sentences_do_not_compare():
    with pytest.raises(ValueError, match="1, 40"):
        resampled_f1({"one": [BETTER], "other": [counts((1, 1, 1))]})
