"""From a labelled file to a first training batch: python -m benchmarks.data

Times mgkd beside the `map` of datasets and the pipeline of transformers, all on the same file with
the same tokenizer, each time in a process of its own, in turns; medians of the rounds. What is
timed: reading the file, the label set, the pieces of every sentence, which token each belongs to,
the label ids, and one padded batch. What is not: starting Python, loading the model, its work.
On a busy machine the processor's time, CPU, is steadier than the time on the clock.
Memory is how far the anonymous memory (RssAnon) of the process grew meanwhile, and its largest
resident memory (VmHWM), which has the libraries and the pages of files in it.
"""

import argparse
import gc
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path

from rich.console import Console

from benchmarks.crf.tables import Table
from benchmarks.data_contenders import BATCH, CONTENDERS, Contender, Lost
from benchmarks.memory import MEGABYTE, Watch
from mgkd.data import ConllWriter, Reader, Sentence, Span

SENTENCES = 20_000
WORDS = 20_000
WHOLE = 15_000  # of them are one piece each; the others two, such as w1999 and ##9
LONG = 500  # of so many sentences one is beyond the limit of the model
STRANGE = 200  # of so many one has a token that the tokenizer drops
LIMIT = 512
COLUMNS = (
    "sentences/s",
    "tokens/s",
    "time, x",
    "CPU, x",
    "grown, MB",
    "VmHWM, MB",
    "cut",
    "dropped",
)


@dataclass(frozen=True)
class Measured:
    """What one process found out; memory in bytes."""

    seconds: float
    processor: float  # seconds of the processor, all threads together
    grown: int
    largest: int
    lost: Lost


def generated(count: int, seed: int = 5) -> Iterator[Sentence]:
    """Sentences of 1 to 23 invented words, some much longer; every ninth word is an entity."""
    generator = random.Random(seed)
    for number in range(1, count + 1):
        length = generator.randint(1, 23) if number % LONG else 2 * LIMIT
        tokens = [f"w{generator.randrange(WORDS)}" for _ in range(length)]
        if number % STRANGE == 0:
            tokens[generator.randrange(length)] = "\ufffd"
        spans = [Span(i, i + 1, "PER") for i in range(length) if generator.random() < 1 / 9]
        yield Sentence(tokens, spans, source=f"sentence {number}")


def make_encoder(folder: Path) -> None:
    """A tiny BERT with random weights, and word pieces for the generated words."""
    import torch
    from transformers import BertConfig, BertModel, BertTokenizer
    from transformers.utils.logging import disable_progress_bar

    disable_progress_bar()
    folder.mkdir(parents=True)
    characters = "w0123456789"
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    words = [f"w{number}" for number in range(WHOLE)]
    vocabulary = folder / "vocab.txt"
    pieces = [*special, *characters, *(f"##{c}" for c in characters), *words]
    vocabulary.write_text("\n".join(pieces), encoding="utf-8")
    tokenizer = BertTokenizer(str(vocabulary), do_lower_case=False, model_max_length=LIMIT)
    tokenizer.save_pretrained(folder)
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=len(tokenizer),
        hidden_size=8,
        num_hidden_layers=1,
        num_attention_heads=1,
        intermediate_size=8,
        max_position_embeddings=LIMIT,
    )
    BertModel(config).save_pretrained(folder)


def versions_of(contenders: Sequence[type[Contender]]) -> list[str]:
    """Packages whose versions matter, each once."""
    return list(dict.fromkeys([*(kind.needs for kind in contenders), "tokenizers", "torch"]))


def measure(kind: type[Contender], encoder: str, file: Path, folder: Path) -> Measured:
    """In this process, which should have done nothing else before."""
    contender = kind(encoder, folder)
    gc.collect()
    watch = Watch()
    time.sleep(0.05)
    before, began, worked = watch.largest, time.perf_counter(), time.process_time()
    contender.run(file)
    seconds, processor = time.perf_counter() - began, time.process_time() - worked
    time.sleep(0.05)
    grown, largest = watch.largest - before, _largest_resident()
    return Measured(seconds, processor, grown, largest, contender.lost(file))


def _largest_resident() -> int:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(1024 * int(line.split()[1]) for line in lines if line.startswith("VmHWM"))


def elsewhere(
    kind: type[Contender], encoder: str, file: Path, folder: Path, parallel: bool
) -> Measured:
    """In a process of its own, in which tokenizers uses threads or does not."""
    threads = {
        "TOKENIZERS_PARALLELISM": str(parallel).lower(),
        "OMP_NUM_THREADS": "1",
        "TRANSFORMERS_VERBOSITY": "error",
    }
    place = [kind.__name__, encoder, str(file), str(folder)]
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.data", "--one", *place],
        env={**os.environ, **threads},
        capture_output=True,
        text=True,
    )
    if done.returncode:
        sys.exit(f"{kind.name} failed:\n{done.stderr}")
    found = json.loads(done.stdout.splitlines()[-1])
    return Measured(**{**found, "lost": Lost(**found["lost"])})


def table(found: dict[type[Contender], Sequence[Measured]], sentences: int, tokens: int) -> Table:
    """A row for each contender, the medians of its rounds."""
    rows = Table("From a file to a first batch", ("contender", *COLUMNS, "labels"), COLUMNS)
    times = {kind: statistics.median(one.seconds for one in ones) for kind, ones in found.items()}
    work = {kind: statistics.median(one.processor for one in ones) for kind, ones in found.items()}
    ours = next(iter(found))
    for kind, ones in found.items():
        lost = ones[0].lost
        rows.rows.append(
            (
                kind.name,
                f"{sentences / times[kind]:,.0f}",
                f"{tokens / times[kind]:,.0f}",
                f"{times[kind] / times[ours]:.2f}",
                f"{work[kind] / work[ours]:.2f}",
                f"{statistics.median(one.grown for one in ones) / MEGABYTE:,.0f}",
                f"{statistics.median(one.largest for one in ones) / MEGABYTE:,.0f}",
                f"{lost.cut:,}",
                f"{lost.dropped:,}",
                "yes" if kind.labels else "none",
            )
        )
    return rows


def compare(
    options: argparse.Namespace,
    contenders: Sequence[type[Contender]],
    work: Path,
    console: Console,
) -> Table:
    sentences = list(_sentences(options))
    if len(sentences) < BATCH:
        sys.exit(f"{len(sentences)} sentences are fewer than a batch of {BATCH}; take more")
    file, encoder = work / "all.conll", options.encoder
    ConllWriter().write(file, sentences)
    if encoder is None:
        encoder = str(work / "encoder")
        make_encoder(work / "encoder")
    count, tokens = len(sentences), sum(map(len, sentences))
    console.print(f"{count:,} sentences, {tokens:,} tokens, load {os.getloadavg()[0]:.1f}")
    found: dict[type[Contender], list[Measured]] = {kind: [] for kind in contenders}
    for number in range(options.rounds):
        for kind in contenders:
            # Those that find something again look where the others of their family put it.
            folder = work / f"round-{number}" / kind.name.split(",")[0].replace(" ", "-")
            folder.mkdir(parents=True, exist_ok=True)
            found[kind].append(elsewhere(kind, encoder, file, folder, options.parallel))
    return table(found, count, tokens)


def _sentences(options: argparse.Namespace) -> Iterator[Sentence]:
    if options.file is None:
        return generated(options.sentences)
    from mgkd.config import built_from, tree_from

    reader = built_from(Reader, tree_from(options.reader, "--reader"), "--reader")
    return reader.read(options.file)


def main(
    arguments: Sequence[str],
    contenders: Sequence[type[Contender]] = CONTENDERS,
    console: Console | None = None,
) -> None:
    options = _parser().parse_args(arguments)
    if options.one:
        kinds = {kind.__name__: kind for kind in CONTENDERS}
        name, encoder, file, folder = options.one
        print(json.dumps(asdict(measure(kinds[name], encoder, Path(file), Path(folder)))))
        return
    console = console or Console(width=max(132, Console().width), highlight=False)
    present = [kind for kind in contenders if find_spec(kind.needs)]
    for kind in contenders:
        if kind not in present:
            console.print(f"{kind.name}: left out, {kind.needs} is not installed (make bench-data)")
    console.print(", ".join(f"{name} {metadata.version(name)}" for name in versions_of(present)))
    with tempfile.TemporaryDirectory() as folder:
        found = compare(options, present, Path(folder), console)
    console.print(found.rich())
    if options.markdown is not None:
        options.markdown.write_text(found.markdown(), encoding="utf-8")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.data", description=__doc__.partition(":")[0]
    )
    add = parser.add_argument
    add("--sentences", type=int, default=SENTENCES, help="how many to generate (%(default)s)")
    add("--file", type=Path, help="a labelled file in place of generated sentences")
    add("--reader", default="conll", help="what reads it, and is not timed (%(default)s)")
    add("--encoder", help="a model's name or folder (default: a tiny one, made on the spot)")
    add("--rounds", type=int, default=3, help="of which the median counts (%(default)s)")
    add("--parallel", action="store_true", help="let tokenizers use threads")
    add("--markdown", type=Path, metavar="FILE", help="where to write the table as well")
    add("--one", nargs=4, help=argparse.SUPPRESS)
    return parser


if __name__ == "__main__":
    main(sys.argv[1:])
