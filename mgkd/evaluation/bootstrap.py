"""Whether a difference in F1 would be there on other test sentences: a paired bootstrap.

Efron and Tibshirani, An Introduction to the Bootstrap (1993), chapters 13 and 15; in language
processing, Berg-Kirkpatrick, Burkett and Klein, EMNLP 2012.
"""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from mgkd.evaluation.counts import SentenceCounts
from mgkd.evaluation.results import Measured

RESAMPLES = 10_000
AT_ONCE = 2**22  # numbers drawn at a time, so that a long test split does not fill the memory


class Difference(Measured):
    """One system's F1 less that of another, each the mean over its runs.

    low and high bound 95 % of the resampled differences. p is two-sided: twice the share of
    resamples in which the difference is zero or has the other sign, itself counted as one of them.
    """

    f1: float
    low: float
    high: float
    p: float


def resampled_f1(
    systems: Mapping[str, Sequence[SentenceCounts]], *, times: int = RESAMPLES, seed: int = 0
) -> dict[str, np.ndarray]:
    """The mean micro F1 of each system's runs on resampled sentences, [times] by system.

    The same sentences are drawn for all of them, with replacement and as many as there are.

    Args:
        systems: the counts of each run of each, all on the same sentences.

    Raises:
        ValueError: when they are not on equally many sentences, or there are none.
    """
    runs = [run for counted in systems.values() for run in counted]
    sentences = {len(run.gold) for run in runs}
    if len(sentences) != 1 or 0 in sentences:
        raise ValueError(f"runs to be compared have {sorted(sentences)} test sentences")
    (size,) = sentences
    right = np.array([run.right for run in runs], dtype=np.float64)
    entities = np.array([np.add(run.predicted, run.gold) for run in runs], dtype=np.float64)
    drawn = [
        _f1(drawn @ right.T, drawn @ entities.T) for drawn in _draws(size, times=times, seed=seed)
    ]
    by_run = np.concatenate(drawn)
    means, first = {}, 0
    for name, counted in systems.items():
        means[name] = by_run[:, first : first + len(counted)].mean(axis=1)
        first += len(counted)
    return means


def difference(
    runs: Sequence[SentenceCounts],
    others: Sequence[SentenceCounts],
    resampled: np.ndarray,
    resampled_others: np.ndarray,
) -> Difference:
    """How much better `runs` are than `others`, from what `resampled_f1` gave of both."""
    differences = resampled - resampled_others
    low, high = np.percentile(differences, [2.5, 97.5])
    against = min(np.count_nonzero(differences <= 0), np.count_nonzero(differences >= 0))
    return Difference(
        f1=_mean_f1(runs) - _mean_f1(others),
        low=float(low),
        high=float(high),
        p=min(1.0, 2 * (against + 1) / (len(differences) + 1)),
    )


def _mean_f1(runs: Sequence[SentenceCounts]) -> float:
    return sum(run.f1 for run in runs) / len(runs)


def _draws(size: int, *, times: int, seed: int) -> Iterator[np.ndarray]:
    """How often each sentence is drawn, [some times, size], until there are `times`."""
    generator = np.random.default_rng(seed)
    while times > 0:
        rows = min(times, max(1, AT_ONCE // size))
        drawn = generator.integers(size, size=(rows, size))
        places = drawn + size * np.arange(rows)[:, None]
        yield np.bincount(places.ravel(), minlength=rows * size).reshape(rows, size).astype(float)
        times -= rows


def _f1(right: np.ndarray, entities: np.ndarray) -> np.ndarray:
    """Where no entity was drawn it is zero, as `SentenceCounts.f1` is."""
    return np.divide(2 * right, entities, out=np.zeros_like(right), where=entities > 0)
