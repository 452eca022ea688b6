"""Where trainings are kept and found again, and where progress is shown."""

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console

from mgkd.config import UserError
from mgkd.deployment import RunDirectory
from mgkd.experiment.turns import turn


@dataclass(frozen=True)
class Workspace:
    """What all trainings of one command share.

    Args:
        console: where progress is shown.
        cache: folder of trainings that other trainings rest on, and of teachers' knowledge.
        runs: folder whose finished runs are looked through as well, and those of its folders.
        plugins: the source files of the plugins that are loaded, by their names in the config.
    """

    console: Console
    cache: Path
    runs: Path
    plugins: Mapping[str, Path] = field(default_factory=dict)

    def find(self, fingerprint: str) -> RunDirectory | None:
        """A finished run with this fingerprint, wherever it is kept."""
        for run in self._finished():
            if _fingerprint(run) == fingerprint:
                return run
        return None

    def place_for(self, role: str, fingerprint: str) -> RunDirectory:
        """Where a training with this fingerprint is kept; a begun one goes on there."""
        return RunDirectory(self.cache / f"{role}-{fingerprint[:12]}")

    def knowledge_path(self, fingerprint: str) -> Path:
        """The folder of what the teacher with this fingerprint knows."""
        return self.cache / f"knowledge-{fingerprint[:12]}"

    def turn(self, what: str, fingerprint: str) -> AbstractContextManager[None]:
        """A block in which only one of the processes that share the cache is at a time.

        Args:
            what: is made or looked for there, for the screen.
            fingerprint: of what is made.
        """
        lock = self.cache / "locks" / f"{fingerprint[:12]}.lock"
        return turn(lock, lambda: self.say(f"{what}: another process is making it; waiting"))

    def say(self, text: str) -> None:
        self.console.print(text, markup=False, highlight=False, soft_wrap=True)

    def _finished(self) -> Iterator[RunDirectory]:
        for folder, pattern in ((self.cache, "*"), (self.runs, "*"), (self.runs, "*/*")):
            for path in sorted(folder.glob(pattern)):
                run = RunDirectory(path)
                if run.is_complete and run.weights_path.is_file():
                    yield run


def _fingerprint(run: RunDirectory) -> str | None:
    """None for a run of another version, which is no reason not to train."""
    try:
        return run.results().fingerprint
    except UserError:
        return None
