"""What the finished runs of a sweep say, config by config."""

from collections.abc import Callable, Iterator, Sequence

from mgkd.config import UserError
from mgkd.config.english import counted
from mgkd.evaluation import (
    Difference,
    HeldOutCounts,
    Results,
    SentenceCounts,
    Spread,
    difference,
    resampled_f1,
    spread,
)
from mgkd.evaluation.bootstrap import RESAMPLES
from mgkd.evaluation.results import Measured
from mgkd.sweep.family import Family
from mgkd.sweep.runs import PlannedRun, State


class Row(Measured):
    """One config over its seeds. F1 and recovered distance are fractions of one.

    `teacher` is the test F1 of the teachers; `recovered` how much of the distance from the student
    alone to the teacher was closed, run by run; `difference` is to the baseline. What was not
    measured, or of no run, is None.
    """

    name: str
    seeds: list[int]
    dev: Spread
    test: Spread | None
    teacher: Spread | None
    recovered: Spread | None
    parameters: int | None
    bytes: int | None
    sentences_per_second: Spread | None
    seconds: Spread | None
    difference: Difference | None = None


class Report(Measured):
    """All of a sweep: its rows, and in words what is missing or must be known to read them."""

    title: str
    corpus: str
    baseline: str | None
    resamples: int
    rows: list[Row]
    notes: list[str]


def report_on(family: Family, runs: Sequence[PlannedRun]) -> Report:
    """A row for each config of which a run is finished.

    Args:
        runs: all that are planned, finished or not.

    Raises:
        UserError: when none is finished.
    """
    finished = [run for run in runs if run.state == State.FINISHED]
    if not finished:
        raise UserError("no run of this sweep is finished, so there is nothing to report")
    measured = {run.label: run.directory.results() for run in finished}
    results, stands_in = _with_baseline_alone(finished, measured, family.baseline)
    by_name = {
        member.name: [run for run in finished if run.name == member.name]
        for member in family.members
    }
    by_name = {name: ended for name, ended in by_name.items() if ended}
    differences, notes = _differences(by_name, results, family.baseline)
    rows = [
        _row(name, ended, [results[run.label] for run in ended], differences.get(name))
        for name, ended in by_name.items()
    ]
    return Report(
        title=family.title,
        corpus=", ".join(sorted({result.name for result in results.values()})),
        baseline=family.baseline,
        resamples=RESAMPLES,
        rows=rows,
        notes=[
            *_left_out(family),
            *_missing(runs, len(family.seeds)),
            *notes,
            *stands_in,
            *_conditions(list(results.values())),
        ],
    )


def _with_baseline_alone(
    runs: Sequence[PlannedRun], results: dict[str, Results], baseline: str | None
) -> tuple[dict[str, Results], list[str]]:
    """The baseline as the student alone of runs that have none, if it learns without a teacher.

    That with the same seed is taken, where it was tested on the same sentences. What to say of it
    comes second.
    """
    alone = {
        run.seed: results[run.label]
        for run in runs
        if run.name == baseline and run.tree.get("teacher") is None
    }
    filled, changed = dict(results), []
    for run in runs:
        result, other = results[run.label], alone.get(run.seed)
        lacks = result.teacher is not None and result.alone is None
        if lacks and other is not None and other.tested_on == result.tested_on:
            filled[run.label] = result.model_copy(update={"alone": other})
            changed.append(run)
    if not changed:
        return filled, []
    return filled, [
        f"{baseline} stands for the student alone, since none was trained for the run: "
        f"{_listed(changed)}."
    ]


def _row(
    name: str, runs: Sequence[PlannedRun], results: Sequence[Results], found: Difference | None
) -> Row:
    def over(value: Callable[[Results], float | None]) -> Spread | None:
        return spread([known for known in map(value, results) if known is not None])

    size = results[0].size
    return Row(
        name=name,
        seeds=[run.seed for run in runs],
        dev=over(lambda result: result.dev.f1),
        test=over(_f1),
        teacher=over(lambda result: _f1(result.teacher)),
        recovered=over(Results.distance_recovered),
        parameters=size.parameters if size else None,
        bytes=size.bytes if size else None,
        sentences_per_second=over(lambda run: run.speed and run.speed.sentences_per_second),
        seconds=over(lambda result: result.training and result.training.seconds),
        difference=found,
    )


def _differences(
    by_name: dict[str, list[PlannedRun]], results: dict[str, Results], baseline: str | None
) -> tuple[dict[str, Difference], list[str]]:
    """Of each config to the baseline, and what to say where there is none."""
    if baseline is None:
        return {}, ["No difference is tested: no baseline is named, in the file or by --baseline."]
    if baseline not in by_name:
        return {}, [f"No difference is tested: no run of the baseline, {baseline}, is finished."]
    known, notes = {}, []
    wanted = results[by_name[baseline][0].label].tested_on
    for name, runs in by_name.items():
        counts = [run.directory.counts() for run in runs]
        reason = _why_not(counts, wanted)
        if reason:
            notes.append(f"{name}: its difference is not tested, since {reason}.")
        else:
            known[name] = [count.test for count in counts]
    if baseline not in known:
        return {}, notes
    return dict(_tested(known, baseline)), notes


def _f1(results: Results | None) -> float | None:
    return results.test.f1 if results and results.test else None


def _tested(
    known: dict[str, list[SentenceCounts]], baseline: str
) -> Iterator[tuple[str, Difference]]:
    means = resampled_f1(known)
    for name, counts in known.items():
        if name != baseline:
            yield name, difference(counts, known[baseline], means[name], means[baseline])


def _why_not(counts: Sequence[HeldOutCounts | None], tested_on: str) -> str:
    """Why a config cannot be compared sentence by sentence; empty where it can."""
    if None in counts:
        return "a run of it is of a version that kept no counts of sentences (counts.json)"
    if any(count.test is None for count in counts):
        return "there is no test split"
    if any(count.tested_on != tested_on for count in counts):
        return "it was tested on other sentences than the baseline"
    return ""


def _left_out(family: Family) -> Iterator[str]:
    for name, problem in family.left_out.items():
        first = problem.message.splitlines()[0]
        what = f"{problem.path}: {first}" if problem.path else first
        yield f"Without {name}, which was not asked for and is wrong: {what}."


def _missing(runs: Sequence[PlannedRun], seeds: int) -> Iterator[str]:
    others = [run for run in runs if run.state == State.FOREIGN]
    if others:
        yield f"Not counted, since runs of other configs are there: {_listed(others)}."
    missing = [run for run in runs if run.state in (State.FREE, State.BEGUN)]
    if missing:
        yield f"Not finished, and not counted: {_listed(missing, of=seeds)}."


def _listed(runs: Sequence[PlannedRun], of: int | None = None) -> str:
    """Runs by name, with their seeds where they are not all of so many."""
    seeds: dict[str, list[str]] = {}
    for run in runs:
        seeds.setdefault(run.name, []).append(str(run.seed))
    return "; ".join(
        name if len(known) == of else f"{name} (seed {', '.join(known)})"
        for name, known in seeds.items()
    )


def _conditions(results: Sequence[Results]) -> Iterator[str]:
    """What the speeds were measured on."""
    speeds = [result.speed for result in results if result.speed]
    where = sorted({f"{speed.device} with {counted(speed.threads, 'thread')}" for speed in speeds})
    if where:
        yield f"Speeds were measured on {'; '.join(where)}, beside whatever else ran there."
