"""Results of made-up runs."""

import pytest

from mgkd.evaluation import Results, Score, Size, SpanReport, Speed, Training


def _report(f1: float, **types: tuple[float, int]) -> SpanReport:
    by_type = {
        name: Score(precision=value, recall=value, f1=value, support=count)
        for name, (value, count) in types.items()
    }
    support = sum(score.support for score in by_type.values())
    return SpanReport(precision=f1, recall=f1, f1=f1, support=support, by_type=by_type)


@pytest.fixture
def report():
    """report(f1, PER=(f1, support), ...): scores with precision and recall equal to F1."""
    return _report


@pytest.fixture
def results():
    """results(f1, **changes): a run with this F1 on its test split."""

    def make(f1: float, **changes) -> Results:
        scored = _report(f1, PER=(f1, 30), LOC=(f1, 10))
        run = Results(
            name="posts",
            fingerprint="0" * 64,
            tested_on="d" * 64,
            encoder="vectors of tokens",
            dev=scored,
            test=scored,
            size=Size(parameters=1234567, bytes=4_940_000),
            speed=Speed(
                sentences_per_second=2345.6, sentences=9, batch_size=32, device="cpu", threads=1
            ),
            training=Training(
                best_epoch=3, epochs=5, steps=50, seconds=125.4, seed=13, sentences=100
            ),
        )
        return run.model_copy(update=changes)

    return make
