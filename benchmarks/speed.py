"""How fast trained taggers are here, one after the other on the same sentences.

    python -m benchmarks.speed RUN RUN...

Sentences per second from tokens to entities, on the test split of the first run's corpus, and the
ratio to the first run.
"""

import sys
from pathlib import Path

from mgkd.config import Deferred, build
from mgkd.deployment import RunDirectory
from mgkd.evaluation import measure_speed
from mgkd.experiment import Experiment


def main(paths: list[Path]) -> None:
    runs = [RunDirectory.existing(path) for path in paths]
    sentences = build(Deferred[Experiment], runs[0].config())().corpus.load().test
    first = None
    for run in runs:
        speed = measure_speed(run.load_tagger(), sentences)
        first = first or speed.sentences_per_second
        ratio = speed.sentences_per_second / first
        print(
            f"{run.path}: {speed.sentences_per_second:,.0f} sentences per second "
            f"({ratio:.1f} x), {speed.threads} threads"
        )


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main([Path(argument) for argument in sys.argv[1:]])
