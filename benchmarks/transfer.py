"""Does memory stay flat when a student learns from much text? python -m benchmarks.transfer

A small teacher is trained on invented sentences. Then `mgkd annotate` lets it read invented text of
several sizes, and `mgkd train` trains a student on what it said for one epoch, sentences on disk;
each in a process of its own. Prints the largest anonymous memory of these (RssAnon: what they
must hold, without the file pages that the system may drop), their time, and the size of the store.
"""

import argparse
import json
import platform
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.memory import MEGABYTE, WORDS, Watch, config, generate

SIZES = [20_000, 200_000, 1_000_000]
PATHS = 4
READER = {"type": "text", "splitter": "words"}


def invent(path: Path, count: int) -> None:
    """Lines of 4 to 23 words out of so many, so that the vocabulary does not grow with the text."""
    generator = random.Random(7)
    words = [f"w{number}" for number in range(WORDS)]
    with path.open("w", encoding="utf-8") as file:
        for _ in range(count):
            file.write(" ".join(generator.choices(words, k=generator.randint(4, 23))) + "\n")


def student(text: Path, knowledge: Path, train: Path, dev: Path) -> dict:
    """Learns from the text what the store says of it."""
    term = {"type": "kbest_cross_entropy", "k": PATHS}
    source = {"type": "files", "files": [str(text)], "reader": READER}
    return config(train, dev, "disk") | {
        "teacher": {"type": "knowledge", "directory": str(knowledge)},
        "objective": ["gold_nll", term],
        "unlabelled": [source],
    }


def one(arguments: list[str]) -> None:
    """Do what `mgkd` does with these arguments; print the result as JSON at the end."""
    from mgkd.cli.app import app

    watch, began = Watch(), time.perf_counter()
    if status := app(arguments, standalone_mode=False):
        sys.exit(status)
    time.sleep(0.05)
    seconds = time.perf_counter() - began
    print(json.dumps({"bytes": watch.largest, "seconds": seconds}))


def mgkd(*arguments: object) -> dict:
    command = [sys.executable, "-m", "benchmarks.transfer", "--one", *map(str, arguments)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def written(config: dict, path: Path) -> Path:
    path.write_text(json.dumps(config), encoding="utf-8")
    return path


def annotate(teacher: Path, file: Path, reader: dict, store: Path) -> dict:
    how = ("--reader", json.dumps(reader), "--k", PATHS, "--out", store)
    return mgkd("annotate", teacher, file, *how)


def measure(folder: Path, count: int) -> None:
    """Print a line for each of the two steps."""
    train, dev, teacher = folder / "train.conll", folder / "dev.conll", folder / "teacher"
    text, store = folder / f"{count}.txt", folder / f"store-{count}"
    invent(text, count)
    tree = student(text, store, train, dev)
    annotate(teacher, train, tree["corpus"]["reader"], store)
    say(count, "annotate", annotate(teacher, text, READER, store), store)
    trained = written(tree, folder / f"student-{count}.jsonnet")
    cache, out = folder / f"cache-{count}", folder / f"student-{count}"
    found = mgkd("train", trained, "--cache", cache, "--out", out, "--runs", folder / "none")
    say(count, "train", found, store)


def say(count: int, action: str, found: dict, store: Path) -> None:
    size = sum(path.stat().st_size for path in store.rglob("*.segment"))
    print(
        f"{count:>10,} {action:>9} {found['bytes'] / MEGABYTE:>7,.0f} MB "
        f"{found['seconds']:>6,.0f} s {size / MEGABYTE:>7,.0f} MB",
        flush=True,
    )


def main() -> None:
    if sys.argv[1:2] == ["--one"]:
        one(sys.argv[2:])
        return
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    sizes = parser.parse_args().sizes
    print(f"{platform.processor() or platform.machine()}, Python {platform.python_version()}")
    print(f"{'sentences':>10} {'':>9} {'memory':>10} {'time':>8} {'on disk':>10}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        generate(folder / "train.conll", 2000)
        generate(folder / "dev.conll", 200, seed=6)
        teacher = config(folder / "train.conll", folder / "dev.conll", "memory")
        mgkd(
            *("train", written(teacher, folder / "teacher.jsonnet")),
            *("--cache", folder / "cache", "--out", folder / "teacher", "--runs", folder / "none"),
        )
        for count in sizes:
            measure(folder, count)


if __name__ == "__main__":
    main()
