"""Does memory stay flat when a knowledge store grows? python -m benchmarks.knowledge

Lets an annotator that costs nothing answer for invented sentences, which are kept on disk, and
writes a store; then reads the answers once in batches, in random order, as an epoch of training
does. Each in a process of its own. Prints the largest anonymous memory of the process (RssAnon:
what it must hold, without the file pages that the system may drop) and the time.
"""

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.memory import MEGABYTE, WORDS, Watch

SIZES = [20_000, 200_000, 1_000_000]
PATHS = 4
TYPES = ["LOC", "MISC", "ORG", "PER"]
TEACHER = "0" * 64
BATCH_SIZE = 64


def sentences(count: int) -> Iterator:
    """Of 1 to 23 invented words, all different."""
    from mgkd.data import Sentence

    generator = random.Random(5)
    words = [f"w{number}" for number in range(WORDS)]
    for number in range(count):
        yield Sentence((f"s{number}", *generator.choices(words, k=generator.randint(0, 22))))


def answers(given: Sequence, needs) -> Iterator:
    """As an annotator that costs nothing gives them: the same numbers for all."""
    import torch

    from mgkd.distillation import Answer

    paths = torch.zeros(PATHS, 23, dtype=torch.int16)
    log_probs = torch.tensor([0.4, 0.3, 0.2, 0.05]).log()
    emissions = torch.randn(23, 1 + 2 * len(TYPES))
    for sentence in given:
        length = len(sentence)
        scores = (emissions[:length],) if needs.scores else ()
        yield sentence, Answer(paths[:, :length], log_probs, scores)


def header(recorded):
    import torch

    from mgkd.data import Labels
    from mgkd.distillation import Grammar, Header

    labels = Labels(TYPES)
    zeros = torch.zeros(len(labels))
    grammar = Grammar(labels, torch.zeros(len(labels), len(labels)), zeros, zeros)
    grammars = (grammar,) if recorded.needs.scores else ()
    return Header(TEACHER, "invented", labels, recorded, grammars)


def write(folder: Path, count: int, recorded) -> None:
    from mgkd.data import StoredSentences
    from mgkd.data.partition import Selected
    from mgkd.distillation import KnowledgeStore

    given = StoredSentences(sentences(count), folder)
    store = KnowledgeStore(folder)
    lacking = Selected(given, store.inventory(given, recorded).lacking)
    store.add(header(recorded), answers(lacking, recorded.needs))


def read(folder: Path, count: int, recorded) -> None:
    import torch

    from mgkd.data import StoredSentences, bucketed_batches
    from mgkd.distillation import KnowledgeStore

    given = StoredSentences(sentences(count), folder)
    known = KnowledgeStore(folder).knowledge(recorded)
    for batch in bucketed_batches(given.lengths, BATCH_SIZE, seed=1, epoch=1):
        known.of([given[place] for place in batch], torch.device("cpu"))


def one(action: str, folder: Path, count: int, scores: bool) -> None:
    """Do one of them; print the result as JSON."""
    from mgkd.distillation import Needs, Recorded

    watch, began = Watch(), time.perf_counter()
    {"write": write, "read": read}[action](folder, count, Recorded(Needs(PATHS, scores)))
    time.sleep(0.05)
    seconds = time.perf_counter() - began
    size = sum(path.stat().st_size for path in folder.glob("*.segment"))
    print(json.dumps({"bytes": watch.largest, "seconds": seconds, "size": size}))


def measured(action: str, folder: Path, count: int, scores: bool) -> dict:
    command = [sys.executable, "-m", "benchmarks.knowledge", "--one", action, str(folder)]
    command += ["--sizes", str(count), *(["--scores"] if scores else [])]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--scores", action="store_true", help="store scores as well")
    parser.add_argument("--one", nargs=2, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        action, folder = arguments.one
        one(action, Path(folder), arguments.sizes[0], arguments.scores)
        return
    print(f"{'sentences':>10} {'':>6} {'memory':>10} {'time':>8} {'on disk':>10}")
    for count in arguments.sizes:
        with tempfile.TemporaryDirectory() as folder:
            for action in ("write", "read"):
                found = measured(action, Path(folder), count, arguments.scores)
                print(
                    f"{count:>10,} {action:>6} {found['bytes'] / MEGABYTE:>7,.0f} MB "
                    f"{found['seconds']:>6.0f} s {found['size'] / MEGABYTE:>7,.0f} MB",
                    flush=True,
                )


if __name__ == "__main__":
    main()
