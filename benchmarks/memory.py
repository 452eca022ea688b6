"""Does memory stay flat when a corpus grows? python -m benchmarks.memory

Generates corpora of several sizes and does with each, in a process of its own, all that one epoch
of training does with its data: reading, counting, vocabulary, label set, encoding, batches by
length and by tokens, padding. The steps of the model are left out: they do not depend on the size.
Prints the largest anonymous memory of the process (RssAnon: what it must hold, without the file
pages that the system may drop) and the time, with sentences in memory and on disk.
"""

import argparse
import json
import platform
import random
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

SIZES = [20_000, 200_000, 2_000_000]
SMALL_ENOUGH = 200_000  # sentences that the other way, in memory, is measured with
WORDS = 20_000
MEGABYTE = 2**20


def generate(path: Path, count: int, seed: int = 5) -> None:
    """Labelled sentences of 1 to 23 invented words; about every ninth word is an entity."""
    generator = random.Random(seed)
    words = [f"w{number}" for number in range(WORDS)]
    with path.open("w", encoding="utf-8") as file:
        for _ in range(count):
            tokens = generator.choices(words, k=generator.randint(1, 23))
            rows = (f"{t}\t{'B-PER' if generator.random() < 0.11 else 'O'}\n" for t in tokens)
            file.write("".join(rows) + "\n")


def config(train: Path, dev: Path, storage: str) -> dict:
    return {
        "corpus": {
            "type": "files",
            "name": "generated",
            "train": str(train),
            "dev": str(dev),
            "test": None,
            "reader": {"type": "conll", "separator": "\t"},
            "splitter": "words",
        },
        "model": {
            "embedder": {"type": "word", "size": 8},
            "encoder": {"type": "window", "hidden_size": 8},
            "decoder": "crf",
        },
        "objective": ["gold_nll"],
        "trainer": {
            "epochs": 1,
            "optimizer": "adamw",
            "batch_size": 256,
            "batch_tokens": 4096,
        },
        "storage": storage,
    }


class Watch:
    """The largest anonymous memory of this process, in bytes, looked at every 20 ms."""

    def __init__(self) -> None:
        self.largest = 0
        threading.Thread(target=self._look, daemon=True).start()

    def _look(self) -> None:
        while True:
            for line in Path("/proc/self/status").read_text().splitlines():
                if line.startswith("RssAnon"):
                    self.largest = max(self.largest, 1024 * int(line.split()[1]))
            time.sleep(0.02)


def one_epoch(file: Path) -> None:
    """Do what this module says, of a config in a file; print the result as JSON."""
    from mgkd.experiment.encodings import training_encodings
    from mgkd.experiment.job import Job
    from mgkd.experiment.lessons import Lessons
    from mgkd.experiment.loading import load_experiment
    from mgkd.models import learning_from

    watch, began = Watch(), time.perf_counter()
    job = Job.load(load_experiment(file).spec, file.parent / "cache")
    job.experiment.corpus.summary(job.splits)
    labels = job.labels(None)
    tagger = job.experiment.model(labels=labels, equip=learning_from(job.splits.train))
    encoded = training_encodings(tagger, job)
    [stage] = job.experiment.stages
    batches = Lessons(stage, job, encoded.lengths).batches(1)
    tokens = sum(
        int(tagger.collate([encoded[index] for index in batch]).mask.sum()) for batch in batches
    )
    time.sleep(0.05)
    seconds = time.perf_counter() - began
    print(json.dumps({"bytes": watch.largest, "seconds": seconds, "tokens": tokens}))


def measured(folder: Path, count: int, storage: str) -> dict:
    train, dev = folder / f"train-{count}.conll", folder / "dev.conll"
    if not train.is_file():
        generate(train, count)
        generate(dev, 200, seed=6)
    file = folder / f"{storage}-{count}" / "config.jsonnet"
    file.parent.mkdir()
    file.write_text(json.dumps(config(train, dev, storage)), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.memory", "--one", str(file)],
        check=True,
        capture_output=True,
        text=True,
    )
    return json.loads(done.stdout)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--one", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        one_epoch(arguments.one)
        return
    print(f"{platform.processor() or platform.machine()}, Python {platform.python_version()}")
    print(f"{'sentences':>10} {'tokens':>12} {'kept':>8} {'memory':>10} {'time':>8}")
    with tempfile.TemporaryDirectory() as folder:
        for count in arguments.sizes:
            for storage in ("disk", "memory"):
                if storage == "memory" and count > SMALL_ENOUGH:
                    continue
                found = measured(Path(folder), count, storage)
                print(
                    f"{count:>10,} {found['tokens']:>12,} {storage:>8} "
                    f"{found['bytes'] / MEGABYTE:>7,.0f} MB {found['seconds']:>6.0f} s",
                    flush=True,
                )


if __name__ == "__main__":
    main()
