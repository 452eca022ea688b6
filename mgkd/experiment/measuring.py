"""What is measured of a tagger that has just been trained."""

from collections.abc import Sequence

from mgkd.data import Sentence
from mgkd.deployment import RunDirectory
from mgkd.evaluation import Results, Size, SpanReport, Training, measure_speed, score_spans
from mgkd.experiment.job import Job
from mgkd.models import Tagger, encode_unlabelled, predict_spans
from mgkd.training import TrainingSummary


def measure(
    job: Job, fingerprint: str, tagger: Tagger, run: RunDirectory, summary: TrainingSummary
) -> Results:
    """Scores on dev and test, size and speed; the tagger's weights are saved in `run` already."""
    splits, experiment = job.splits, job.experiment
    batch_size = experiment.trainer.evaluation_batch_size
    seen = {sentence.tokens for sentence in splits.train}
    unseen = [sentence for sentence in splits.test if sentence.tokens not in seen]
    has_repeats = 0 < len(unseen) < len(splits.test)
    return Results(
        name=experiment.corpus.name,
        fingerprint=fingerprint,
        encoder=tagger.embedder.describe(),
        dev=score(tagger, splits.dev, batch_size),
        test=score(tagger, splits.test, batch_size) if splits.test else None,
        test_unseen=score(tagger, unseen, batch_size) if has_repeats else None,
        size=Size(parameters=tagger.parameter_count(), bytes=run.weights_path.stat().st_size),
        speed=measure_speed(tagger, splits.test or splits.dev),
        training=Training(
            best_epoch=summary.best_epoch,
            epochs=summary.epochs_run,
            steps=summary.steps,
            seconds=summary.seconds,
            seed=experiment.seed,
            sentences=len(job.training_sentences()),
        ),
    )


def score(tagger: Tagger, sentences: Sequence[Sentence], batch_size: int) -> SpanReport:
    """Strict scores of a tagger on labelled sentences."""
    encoded = encode_unlabelled(tagger, sentences)
    return score_spans(sentences, predict_spans(tagger, encoded, batch_size))
