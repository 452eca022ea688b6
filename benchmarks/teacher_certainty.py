"""How much a teacher has left to say: its certainty on sentences it was trained on, and on others.

    python -m benchmarks.teacher_certainty RUN KNOWLEDGE

RUN is a distilled student's run directory, KNOWLEDGE the store that its training named.
"""

import statistics
import sys
from collections.abc import Sequence
from pathlib import Path

from mgkd.config import Deferred, build
from mgkd.data import Sentence
from mgkd.deployment import RunDirectory
from mgkd.distillation import Knowledge
from mgkd.experiment import Experiment
from mgkd.experiment.job import Job


def certainty(knowledge: Knowledge, sentences: Sequence[Sentence]) -> float:
    """Mean probability of the teacher's best label sequence."""
    entries = [knowledge.entries[sentence.fingerprint] for sentence in sentences]
    return statistics.mean(entry.log_probs[0].exp().item() for entry in entries)


def agreement(knowledge: Knowledge, sentences: Sequence[Sentence]) -> float:
    """Share of labelled sentences whose entities the best label sequence has exactly."""
    return statistics.mean(
        knowledge.labels.decode(knowledge.entries[sentence.fingerprint].paths[0].tolist())
        == sentence.spans
        for sentence in sentences
    )


def main(run: Path, store: Path) -> None:
    splits = Job.load(build(Deferred[Experiment], RunDirectory(run).config()), run).splits
    knowledge = Knowledge.load(store)
    print(
        f"train: best sequence has probability {certainty(knowledge, splits.train):.3f} on average "
        f"and is the gold one in {agreement(knowledge, splits.train):.1%} of the sentences"
    )
    if splits.unlabelled:
        print(f"unlabelled: probability {certainty(knowledge, splits.unlabelled):.3f} on average")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(Path(sys.argv[1]), Path(sys.argv[2]))
