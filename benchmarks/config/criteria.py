r"""What counts as told: the same rules for every tool, on exit status, text and marker file.

A mistake is *told* when a command ends with another exit status than 0, and *told early* when no
one had opened the corpus by then. Exit status 0 is *accepted*: silently, or *with a warning* where
a line has the word "warning" and the place, if only in part.

The place is told

- *whole*: all keys from the top of the config, one after the other, with nothing between them but
  `.`, `/`, `->`, `[`, `]`, `:`, blanks or quotes, as in `objective[1].weight` and in
  `objective -> 1 -> weight`; or, where there is no index among them, all keys within three lines
  that follow one another, as in `option 'epochs' in section 'trainer'`; or the name of the file
  with the number of a line that the mistake stands in, as in `a.yaml:7` and `"a.yaml", line 7`;
- *in part*: the last key; the wrong name where a component, a file or a variable is named wrongly;
  the number of the line without the file, or the file without the line.

The right name is *suggested* where it stands in the text, and *listed* where other names that would
be accepted stand there too. Of three mistakes at once, those count whose place is told, whole or in
part.

Not everything in the text is said of the mistake. Frames of a traceback quote the program, and are
read for `file, line` only; a summary of the usage shows every option, and is read for right names
only; a config that is printed as a dictionary on a line of its own is not read.
"""

import re
from dataclasses import dataclass
from enum import Enum

from benchmarks.config.case import Place

# A frame of a traceback with the program text and the markers below it.
FRAME = re.compile(r'^(?:[ ]*[|+])?[ ]*File ".*", line \d+.*\n(?:[ ]{4,}.*\n)*', re.MULTILINE)
USAGE = re.compile(r"^ *usage:.*\n(?: +.*\n)*", re.MULTILINE | re.IGNORECASE)
ECHO = re.compile(r"^\{.*\}$\n?", re.MULTILINE)
# Colours and the borders that are drawn around messages.
DECORATION = re.compile(r"\x1b\[[0-9;]*m|[│╭╮╰╯─]")
BETWEEN = r"""[\s"'`\]]*(?:->|→|\.|/|\[|:)[\s"'`\[]*"""


class Told(Enum):
    """How much of something was told."""

    WHOLE = "whole"
    PART = "part"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Outcome:
    """What became of a case.

    Attributes:
        status: the exit status of the last command that ran; None when it did not end in time.
        text: all that the commands said.
        read: whether the corpus was opened.
    """

    status: int | None
    text: str
    read: bool


@dataclass(frozen=True)
class Verdict:
    """An outcome, judged.

    Attributes:
        accepted: the commands ended as if nothing were wrong.
        hung: they did not end.
        warned: accepted, but not silently.
        early: told before the corpus was opened.
        places: how much was told of each place.
        remedy: WHOLE where the right name was suggested, PART where it was in a list; None where
            there is none to suggest.
    """

    accepted: bool
    hung: bool
    warned: bool
    early: bool
    places: tuple[Told, ...]
    remedy: Told | None

    @property
    def told(self) -> bool:
        return not self.accepted and not self.hung


def judge(
    outcome: Outcome, places: tuple[Place, ...], remedy: str = "", others: tuple[str, ...] = ()
) -> Verdict:
    """Compares what was said with what the mistake is."""
    text = DECORATION.sub("", outcome.text)
    accepted = outcome.status == 0
    found = tuple(_place(text, place) for place in places)
    warnings = "\n".join(line for line in text.splitlines() if "warning" in line.lower())
    warned = accepted and any(_place(warnings, place) != Told.NOTHING for place in places)
    if accepted or outcome.status is None:
        found = (Told.NOTHING,) * len(places)
    return Verdict(
        accepted=accepted,
        hung=outcome.status is None,
        warned=warned,
        early=outcome.status not in (0, None) and not outcome.read,
        places=found,
        remedy=_remedy(_messages(text), remedy, others) if remedy else None,
    )


def _messages(text: str) -> str:
    """What was said, without frames of tracebacks and printed configs."""
    return ECHO.sub("", FRAME.sub("", text + "\n"))


def _place(text: str, place: Place) -> Told:
    messages = USAGE.sub("", _messages(text))
    if any(_line_pattern(*line).search(text) for line in place.lines):
        return Told.WHOLE
    if place.path and (_in_a_row(place.path, messages) or _close_by(place.path, messages)):
        return Told.WHOLE
    hints = [_word(place.part)] if place.part else []
    hints += [_word(file) for file, _ in place.lines]
    hints += [rf"\bline:? {number}\b" for _, number in place.lines]
    return Told.PART if any(re.search(hint, messages) for hint in hints) else Told.NOTHING


def _in_a_row(path: tuple[str | int, ...], messages: str) -> bool:
    keys = BETWEEN.join(re.escape(str(key)) for key in path)
    return re.search(rf"(?<![\w.]){keys}(?!\w|\.\w)", messages) is not None


def _close_by(path: tuple[str | int, ...], messages: str) -> bool:
    if len(path) == 1 or not all(isinstance(key, str) for key in path):
        return False
    lines = [line for line in messages.splitlines() if line.strip()]
    windows = ("\n".join(lines[start : start + 3]) for start in range(len(lines)))
    return any(all(re.search(_word(key), window) for key in path) for window in windows)


def _line_pattern(file: str, number: int) -> re.Pattern[str]:
    return re.compile(rf"""\b{re.escape(file)}["']?(?::\(?|, line:? |:? \(?line ){number}\b""")


def _word(name: str) -> str:
    return rf"(?<!\w){re.escape(name)}(?!\w)"


def _remedy(messages: str, remedy: str, others: tuple[str, ...]) -> Told:
    if not re.search(_word(remedy), messages):
        return Told.NOTHING
    listed = any(re.search(_word(other), messages) for other in others)
    return Told.PART if listed else Told.WHOLE
