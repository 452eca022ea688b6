"""What is told to the user of a config."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from os import PathLike

MESSAGE_COLUMN = 24  # messages start here unless a path is longer
LONGEST_PATH = 40  # a longer one has its message on the next line


class UserError(Exception):
    """Something the user can put right; its text is all that needs to be shown.

    The base of every error that the command line prints as a few clear lines. Any other exception
    is a fault of the program and keeps its traceback.
    """


@dataclass(frozen=True)
class Problem:
    """One thing wrong with a config.

    Attributes:
        path: where, such as `objective[1].weight`; empty for the whole config.
        message: what is wrong and what to do about it.
        place: where that is written, such as `weibo.jsonnet:12` or `--set`; empty if not known.
    """

    path: str
    message: str
    place: str = ""


class ConfigError(UserError):
    """A config that cannot be used, with everything found wrong with it.

    Attributes:
        source: the file, or whatever else the config came from.
        problems: at least one.
    """

    def __init__(self, source: str | PathLike[str], problems: Iterable[Problem]) -> None:
        self.source = str(source)
        self.problems = tuple(problems)
        super().__init__(self.source, self.problems)

    def with_source(self, source: str | PathLike[str]) -> ConfigError:
        """The same problems, said of `source`: a component knows its path but not its file."""
        return ConfigError(source, self.problems)

    def __str__(self) -> str:
        count = len(self.problems)
        lines = [f"{self.source}: {count} problem{'s' if count != 1 else ''}"]
        paths = [problem.path or "(top level)" for problem in self.problems]
        widths = [len(path) + 2 for path in paths if len(path) <= LONGEST_PATH]
        width = max([MESSAGE_COLUMN, *widths])
        for path, problem in zip(paths, self.problems, strict=True):
            first, *rest = self._text(problem).splitlines() or [""]
            if len(path) + 2 > width:
                lines += [f"  {path}", f"  {'':<{width}}{first}"]
            else:
                lines.append(f"  {path:<{width}}{first}")
            lines += [f"  {'':<{width}}{line}" for line in rest]
        return "\n".join(lines)

    def _text(self, problem: Problem) -> str:
        if not problem.place:
            return problem.message
        file, _, line = problem.place.rpartition(":")
        place = f"line {line}" if file == self.source else problem.place
        message, *more = problem.message.split("\n", 1)
        return "\n".join([f"{message} ({place})", *more])
