"""What is measured of taggers and of teachers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from mgkd.data import CorpusSplits, KnownSentences, Sentence, Span, digest
from mgkd.deployment import RunDirectory
from mgkd.distillation import Knowledge
from mgkd.evaluation import (
    HeldOutCounts,
    Results,
    Size,
    SpanReport,
    Speed,
    StageTraining,
    Training,
    count_spans,
    measure_speed,
    score_spans,
)
from mgkd.experiment.held_out import HeldOut
from mgkd.experiment.job import Job
from mgkd.experiment.staging import TrainedStage
from mgkd.models import Tagger, encode_unlabelled, predict_spans

Predictions = Sequence[Sequence[Span]]
"""The entities found in each of some sentences."""


@dataclass(frozen=True)
class Measurement:
    """results: as for people; counts: the same sentence by sentence, for tests of differences."""

    results: Results
    counts: HeldOutCounts


def measure(
    job: Job, fingerprint: str, tagger: Tagger, run: RunDirectory, trained: Sequence[TrainedStage]
) -> Measurement:
    """Scores on dev and test, size and speed; the tagger's weights are saved in `run` already."""
    held_out, splits = job.held_out, job.splits
    dev = _predictions(tagger, splits.dev, held_out.batch_size)
    test = _predictions(tagger, splits.test, held_out.batch_size)
    results = Results(
        name=held_out.corpus,
        fingerprint=fingerprint,
        encoder=tagger.embedder.describe(),
        dev=score_spans(splits.dev, dev),
        size=Size(parameters=tagger.parameter_count(), bytes=run.weights_path.stat().st_size),
        speed=_speed(tagger, splits),
        training=_training(job, trained),
        **_tested(splits, test),
    )
    counts = HeldOutCounts(
        dev=count_spans(splits.dev, dev),
        tested_on=results.tested_on,
        test=count_spans(splits.test, test) if splits.test else None,
    )
    return Measurement(results, counts)


def _training(job: Job, trained: Sequence[TrainedStage]) -> Training:
    stages = [
        StageTraining(
            name=one.stage.name,
            best_epoch=one.summary.best_epoch,
            epochs=one.summary.epochs_run,
            steps=one.summary.steps,
            seconds=one.summary.seconds,
            sentences=one.sentences,
        )
        for one in trained
        if one.stage.name
    ]
    summaries = [one.summary for one in trained]
    return Training(
        best_epoch=summaries[-1].best_epoch,
        epochs=sum(summary.epochs_run for summary in summaries),
        steps=sum(summary.steps for summary in summaries),
        seconds=sum(summary.seconds for summary in summaries),
        seed=job.experiment.seed,
        sentences=job.sentence_count,
        stages=stages,
    )


def measure_knowledge(
    knowledge: Knowledge, held_out: HeldOut, fingerprint: str, encoder: str, size: Size | None
) -> Results:
    """Scores of a teacher by the best label sequence it knows of each sentence of dev and test.

    There is no speed and no training to tell of.
    """

    def found(sentences: Sequence[Sentence]) -> Predictions:
        paths = [knowledge.about(sentence).paths[0].tolist() for sentence in sentences]
        return [knowledge.labels.decode(path) for path in paths]

    splits = held_out.splits
    return Results(
        name=held_out.corpus,
        fingerprint=fingerprint,
        encoder=encoder,
        dev=score_spans(splits.dev, found(splits.dev)),
        size=size,
        **_tested(splits, found(splits.test)),
    )


def comparable(run: RunDirectory, held_out: HeldOut) -> Results:
    """The results of a finished run on this test split.

    A run that was found, or that the config names, may have been tested on other sentences; then it
    is tested again here. What the run itself keeps is not changed.
    """
    results, splits = run.results(), held_out.splits
    if results.tested_on == digest(splits.test):
        return results
    tagger = run.load_tagger()
    tested = _tested(splits, _predictions(tagger, splits.test, held_out.batch_size))
    return results.model_copy(update={**tested, "speed": _speed(tagger, splits)})


def score(tagger: Tagger, sentences: Sequence[Sentence], batch_size: int) -> SpanReport:
    """Strict scores of a tagger on labelled sentences."""
    return score_spans(sentences, _predictions(tagger, sentences, batch_size))


def _predictions(tagger: Tagger, sentences: Sequence[Sentence], batch_size: int) -> Predictions:
    return predict_spans(tagger, encode_unlabelled(tagger, sentences), batch_size)


def _speed(tagger: Tagger, splits: CorpusSplits) -> Speed:
    return measure_speed(tagger, splits.test or splits.dev)


def _tested(splits: CorpusSplits, found: Predictions) -> dict[str, Any]:
    """The scores among the fields of `Results` that depend on the test split."""
    known = KnownSentences(splits.train)
    places = [place for place, sentence in enumerate(splits.test) if sentence not in known]
    has_repeats = 0 < len(places) < len(splits.test)
    unseen = [splits.test[place] for place in places], [found[place] for place in places]
    return {
        "tested_on": digest(splits.test),
        "test": score_spans(splits.test, found) if splits.test else None,
        "test_unseen": score_spans(*unseen) if has_repeats else None,
    }
