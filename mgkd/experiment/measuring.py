"""What is measured of taggers and of teachers."""

from collections.abc import Callable, Sequence
from typing import Any

from mgkd.data import CorpusSplits, KnownSentences, Sentence, digest
from mgkd.deployment import RunDirectory
from mgkd.distillation import Knowledge
from mgkd.evaluation import (
    Results,
    Size,
    SpanReport,
    StageTraining,
    Training,
    measure_speed,
    score_spans,
)
from mgkd.experiment.held_out import HeldOut
from mgkd.experiment.job import Job
from mgkd.experiment.staging import TrainedStage
from mgkd.models import Tagger, encode_unlabelled, predict_spans


def measure(
    job: Job, fingerprint: str, tagger: Tagger, run: RunDirectory, trained: Sequence[TrainedStage]
) -> Results:
    """Scores on dev and test, size and speed; the tagger's weights are saved in `run` already."""
    held_out = job.held_out
    return Results(
        name=held_out.corpus,
        fingerprint=fingerprint,
        encoder=tagger.embedder.describe(),
        dev=score(tagger, held_out.splits.dev, held_out.batch_size),
        size=Size(parameters=tagger.parameter_count(), bytes=run.weights_path.stat().st_size),
        training=_training(job, trained),
        **_tested_tagger(held_out, tagger),
    )


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

    def scored(sentences: Sequence[Sentence]) -> SpanReport:
        paths = [knowledge.about(sentence).paths[0].tolist() for sentence in sentences]
        return score_spans(sentences, [knowledge.labels.decode(path) for path in paths])

    return Results(
        name=held_out.corpus,
        fingerprint=fingerprint,
        encoder=encoder,
        dev=scored(held_out.splits.dev),
        size=size,
        **_tested(held_out.splits, scored),
    )


def comparable(run: RunDirectory, held_out: HeldOut) -> Results:
    """The results of a finished run on this test split.

    A run that was found, or that the config names, may have been tested on other sentences; then it
    is tested again here. What the run itself keeps is not changed.
    """
    results = run.results()
    if results.tested_on == digest(held_out.splits.test):
        return results
    return results.model_copy(update=_tested_tagger(held_out, run.load_tagger()))


def _tested_tagger(held_out: HeldOut, tagger: Tagger) -> dict[str, Any]:
    """The fields of `Results` that depend on the test split, its speed on it among them."""
    splits = held_out.splits
    tested = _tested(splits, lambda sentences: score(tagger, sentences, held_out.batch_size))
    return {**tested, "speed": measure_speed(tagger, splits.test or splits.dev)}


def _tested(
    splits: CorpusSplits, scored: Callable[[Sequence[Sentence]], SpanReport]
) -> dict[str, Any]:
    """The scores among them."""
    known = KnownSentences(splits.train)
    unseen = [sentence for sentence in splits.test if sentence not in known]
    has_repeats = 0 < len(unseen) < len(splits.test)
    return {
        "tested_on": digest(splits.test),
        "test": scored(splits.test) if splits.test else None,
        "test_unseen": scored(unseen) if has_repeats else None,
    }


def score(tagger: Tagger, sentences: Sequence[Sentence], batch_size: int) -> SpanReport:
    """Strict scores of a tagger on labelled sentences."""
    encoded = encode_unlabelled(tagger, sentences)
    return score_spans(sentences, predict_spans(tagger, encoded, batch_size))
