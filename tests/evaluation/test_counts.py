from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mgkd.data import Sentence, Span
from mgkd.evaluation import HeldOutCounts, SentenceCounts, count_spans, score_spans

LENGTH = 6
TOKENS = tuple("abcdef")


@st.composite
def spans(draw) -> tuple[Span, ...]:
    """Entities that do not overlap, in order."""
    cuts = sorted(draw(st.sets(st.integers(0, LENGTH), max_size=LENGTH + 1)))
    kept = [pair for pair in pairwise(cuts) if draw(st.booleans())]
    return tuple(Span(*pair, draw(st.sampled_from(["PER", "LOC"]))) for pair in kept)


@given(st.lists(st.tuples(spans(), spans()), min_size=1, max_size=8))
def test_micro_f1_is_that_of_seqeval_in_strict_mode(pairs):
    sentences = [Sentence(TOKENS, gold) for gold, _ in pairs]
    predicted = [found for _, found in pairs]
    counts, report = count_spans(sentences, predicted), score_spans(sentences, predicted)
    assert counts.f1 == pytest.approx(report.f1)
    assert sum(counts.gold) == report.support


def test_counts_by_hand():
    gold = Sentence(TOKENS, (Span(0, 2, "PER"), Span(3, 4, "LOC")))
    found = [(Span(0, 2, "PER"), Span(3, 5, "LOC"), Span(5, 6, "LOC")), ()]
    counts = count_spans([gold, Sentence(TOKENS, ())], found)
    assert counts == SentenceCounts(right=[1, 0], predicted=[3, 0], gold=[2, 0])
    assert counts.f1 == pytest.approx(2 / 5)


def test_json_and_back():
    counts = SentenceCounts(right=[1], predicted=[3], gold=[2])
    kept = HeldOutCounts(dev=counts, tested_on="d" * 64)
    assert HeldOutCounts.model_validate_json(kept.model_dump_json()) == kept


def test_as_many_predictions_as_sentences():
    with pytest.raises(ValueError):
        count_spans([Sentence(TOKENS, ())], [])
