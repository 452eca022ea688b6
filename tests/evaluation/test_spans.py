import random

import pytest

from mgkd.data import Sentence, Span
from mgkd.evaluation import Score, SpanReport, score_spans


def sentence(*spans: tuple[int, int, str], source: str | None = None) -> Sentence:
    return Sentence(tuple("abcdefgh"), tuple(Span(*span) for span in spans), source)


def spans(*found: tuple[int, int, str]) -> tuple[Span, ...]:
    return tuple(Span(*span) for span in found)


def test_counts_by_hand():
    gold = [
        sentence((0, 2, "PER"), (3, 4, "LOC")),
        sentence((0, 1, "PER"), (4, 6, "PER")),
        sentence(),
    ]
    predicted = [
        spans((0, 2, "PER"), (3, 5, "LOC")),  # one right, one too long
        spans((0, 1, "LOC")),  # a wrong type, and one missed
        spans((7, 8, "PER")),  # one too many
    ]
    report = score_spans(gold, predicted)
    # PER: 1 right of 2 predicted and 3 gold. LOC: 0 right of 2 predicted and 1 gold.
    person = Score(precision=1 / 2, recall=1 / 3, f1=0.4, support=3)
    assert report.by_type["PER"].model_dump() == pytest.approx(person.model_dump())
    assert report.by_type["LOC"] == Score(precision=0, recall=0, f1=0, support=1)
    assert (report.precision, report.recall) == pytest.approx((1 / 4, 1 / 4))
    assert (report.f1, report.support) == (pytest.approx(1 / 4), 4)


def test_touching_entities_of_one_type_are_two():
    report = score_spans([sentence((0, 2, "PER"), (2, 4, "PER"))], [spans((0, 4, "PER"))])
    assert (report.precision, report.recall, report.support) == (0, 0, 2)


def test_a_perfect_prediction():
    gold = [sentence((0, 2, "a-b-c"), (2, 8, "PER.NOM")), sentence()]
    report = score_spans(gold, [item.spans for item in gold])
    assert report.f1 == 1
    assert {name: score.f1 for name, score in report.by_type.items()} == {"a-b-c": 1, "PER.NOM": 1}


def test_a_type_that_is_only_predicted_has_its_row():
    report = score_spans([sentence((0, 1, "PER"))], [spans((0, 1, "PER"), (2, 3, "ORG"))])
    assert report.by_type["ORG"] == Score(precision=0, recall=0, f1=0, support=0)
    assert (report.precision, report.recall) == (0.5, 1.0)


def test_no_entity_anywhere():
    expected = SpanReport(precision=0, recall=0, f1=0, support=0, by_type={})
    assert score_spans([sentence()], [()]) == expected


def test_random_predictions_against_counting_sets():
    generator = random.Random(5)

    def some() -> list[tuple[int, int, str]]:
        cuts = sorted(generator.sample(range(9), 4))
        pairs = [(cuts[0], cuts[1]), (cuts[1], cuts[2]), (cuts[2], cuts[3])]
        return [(*p, generator.choice("AB")) for p in pairs if generator.random() < 0.7]

    gold, predicted = [some() for _ in range(60)], [some() for _ in range(60)]
    report = score_spans([sentence(*s) for s in gold], [spans(*s) for s in predicted])
    for kind in ("A", "B"):
        wanted = {(i, *s) for i, row in enumerate(gold) for s in row if s[2] == kind}
        found = {(i, *s) for i, row in enumerate(predicted) for s in row if s[2] == kind}
        right = len(wanted & found)
        score = report.by_type[kind]
        assert right > 0
        assert (score.precision, score.recall) == (right / len(found), right / len(wanted))
        assert score.f1 == pytest.approx(2 * right / (len(found) + len(wanted)))
        assert score.support == len(wanted)


def test_what_cannot_be_scored():
    with pytest.raises(ValueError, match="unlabelled sentence at posts:4"):
        score_spans([Sentence(("a",), None, "posts:4")], [()])
    with pytest.raises(ValueError):
        score_spans([sentence(), sentence()], [()])
