"""What is measured of a trained tagger, as kept in a run's metrics.json."""

from typing import Self

from pydantic import BaseModel, ConfigDict


class Measured(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Score(Measured):
    """Exact-match scores of entities, as fractions of one, and the number of gold entities."""

    precision: float
    recall: float
    f1: float
    support: int


class SpanReport(Score):
    """Micro-averaged scores over all entities, and the scores by type."""

    by_type: dict[str, Score]


class Size(Measured):
    """parameters: how many; bytes: size of the weights' file, None for one that is not ours."""

    parameters: int
    bytes: int | None


class Speed(Measured):
    """End to end, tokens in and entities out; the median of several passes over the split."""

    sentences_per_second: float
    sentences: int
    batch_size: int
    device: str
    threads: int


class StageTraining(Measured):
    """How one of several stages went; `sentences` are those that it learned from."""

    name: str
    best_epoch: int
    epochs: int
    steps: int
    seconds: float
    sentences: int


class Training(Measured):
    """How the training went; seconds are wall-clock.

    Where it had stages: epochs, steps and seconds are sums over them, `best_epoch` is that of the
    last, and `sentences` are all that some stage may learn from.
    """

    best_epoch: int
    epochs: int
    steps: int
    seconds: float
    seed: int
    sentences: int
    stages: list[StageTraining] = []


class Results(Measured):
    """All that metrics.json holds.

    `test_unseen` is the score on the test sentences that do not also occur in the training
    split. `tested_on` is a digest of the test split, since scores on different sentences do not
    compare. `teacher` and `alone` are the results of the teacher and of the same student trained
    without one, where the run had them. `size`, `speed` and `training` are None where there is
    nothing to measure, as of a teacher that is no run.
    """

    name: str
    fingerprint: str
    encoder: str
    dev: SpanReport
    tested_on: str
    test: SpanReport | None
    test_unseen: SpanReport | None = None
    size: Size | None = None
    speed: Speed | None = None
    training: Training | None = None
    teacher: Self | None = None
    alone: Self | None = None

    def distance_recovered(self) -> float | None:
        """(distilled - alone) / (teacher - alone) in test F1: how much of the gap was closed.

        None where a run is missing or the teacher is no better than the student alone.
        """
        runs = (self, self.teacher, self.alone)
        if any(run is None or run.test is None for run in runs):
            return None
        gap = self.teacher.test.f1 - self.alone.test.f1
        return (self.test.f1 - self.alone.test.f1) / gap if gap > 0 else None
