import pytest
from pydantic import ValidationError

from mgkd.evaluation import Results


def test_json_and_back_with_the_runs_it_is_compared_with(results):
    run = results(0.8, teacher=results(0.9), alone=results(0.6), test_unseen=results(0.5).test)
    assert Results.model_validate_json(run.model_dump_json()) == run


def test_unknown_keys_are_refused(results):
    with pytest.raises(ValidationError):
        Results.model_validate({**results(0.8).model_dump(), "f2": 1.0})


@pytest.mark.parametrize(
    "alone, distilled, teacher, expected",
    [(0.6, 0.7, 0.8, 0.5), (0.5, 0.5, 0.9, 0.0), (0.6, 0.9, 0.8, 1.5), (0.6, 0.5, 0.8, -0.5)],
)
def test_distance_recovered(results, alone, distilled, teacher, expected):
    run = results(distilled, alone=results(alone), teacher=results(teacher))
    assert run.distance_recovered() == pytest.approx(expected)


def test_no_distance_where_there_is_no_gap_or_a_run_is_missing(results):
    assert results(0.8).distance_recovered() is None
    assert results(0.8, teacher=results(0.9)).distance_recovered() is None
    assert results(0.8, alone=results(0.7)).distance_recovered() is None
    for teacher in (0.5, 0.7):
        run = results(0.8, alone=results(0.7), teacher=results(teacher))
        assert run.distance_recovered() is None
    untested = results(0.9, test=None)
    assert results(0.8, alone=results(0.7), teacher=untested).distance_recovered() is None
