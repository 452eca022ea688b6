"""What is known of a tool that takes part."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from benchmarks.config.case import Case, NoSuchThing

ROOT = Path(__file__).parents[3]
EXPERIMENTS = Path(__file__).parents[1] / "experiments"


@dataclass(frozen=True)
class Peer:
    """A tool, its right config, and how each mistake is made in it.

    Attributes:
        name: of the tool, and of its folder of right files.
        distributions: the packages it consists of.
        commands: run one after the other, in a copy of the folder, until one fails; the last one
            opens the corpus. A case's arguments are added to each.
        cases: by the names of the mistakes.
        corpus: the file of this project that is read, and its name in the copy.
    """

    name: str
    distributions: tuple[str, ...]
    commands: tuple[tuple[str, ...], ...]
    cases: Mapping[str, Case | NoSuchThing]
    corpus: tuple[str, str] = ("fixtures/microblog/dev.txt", "corpus.txt")

    def data(self) -> dict[str, str]:
        """The corpus by its name in the copy."""
        source, name = self.corpus
        return {name: (ROOT / source).read_text(encoding="utf-8")}

    def right(self) -> dict[str, str]:
        """The files of an experiment without a mistake."""
        folder = EXPERIMENTS / self.name
        files = sorted(path for path in folder.iterdir() if path.is_file())
        return {path.name: path.read_text(encoding="utf-8") for path in files}

    def versions(self) -> str | None:
        """In words; None where a package is not installed."""
        try:
            return ", ".join(f"{name} {metadata.version(name)}" for name in self.distributions)
        except metadata.PackageNotFoundError:
            return None
