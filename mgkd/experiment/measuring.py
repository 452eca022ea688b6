"""What is measured of a tagger that has just been trained."""

from collections.abc import Sequence
from typing import Any

from mgkd.data import KnownSentences, Sentence, digest
from mgkd.deployment import RunDirectory
from mgkd.evaluation import Results, Size, SpanReport, Training, measure_speed, score_spans
from mgkd.experiment.job import Job
from mgkd.models import Tagger, encode_unlabelled, predict_spans
from mgkd.training import TrainingSummary


def measure(
    job: Job, fingerprint: str, tagger: Tagger, run: RunDirectory, summary: TrainingSummary
) -> Results:
    """Scores on dev and test, size and speed; the tagger's weights are saved in `run` already."""
    experiment = job.experiment
    return Results(
        name=experiment.corpus.name,
        fingerprint=fingerprint,
        encoder=tagger.embedder.describe(),
        dev=score(tagger, job.splits.dev, experiment.trainer.evaluation_batch_size),
        size=Size(parameters=tagger.parameter_count(), bytes=run.weights_path.stat().st_size),
        training=Training(
            best_epoch=summary.best_epoch,
            epochs=summary.epochs_run,
            steps=summary.steps,
            seconds=summary.seconds,
            seed=experiment.seed,
            sentences=len(job.training_sentences()),
        ),
        **_tested(job, tagger),
    )


def comparable(run: RunDirectory, job: Job) -> Results:
    """The results of a finished run on the test split of this job.

    A run that was found, or that the config names, may have been tested on other sentences; then it
    is tested again here. What the run itself keeps is not changed.
    """
    results = run.results()
    if results.tested_on == digest(job.splits.test):
        return results
    return results.model_copy(update=_tested(job, run.load_tagger()))


def _tested(job: Job, tagger: Tagger) -> dict[str, Any]:
    """The fields of `Results` that depend on the test split."""
    splits, batch_size = job.splits, job.experiment.trainer.evaluation_batch_size
    known = KnownSentences(splits.train)
    unseen = [sentence for sentence in splits.test if sentence not in known]
    has_repeats = 0 < len(unseen) < len(splits.test)
    return {
        "tested_on": digest(splits.test),
        "test": score(tagger, splits.test, batch_size) if splits.test else None,
        "test_unseen": score(tagger, unseen, batch_size) if has_repeats else None,
        "speed": measure_speed(tagger, splits.test or splits.dev),
    }


def score(tagger: Tagger, sentences: Sequence[Sentence], batch_size: int) -> SpanReport:
    """Strict scores of a tagger on labelled sentences."""
    encoded = encode_unlabelled(tagger, sentences)
    return score_spans(sentences, predict_spans(tagger, encoded, batch_size))
