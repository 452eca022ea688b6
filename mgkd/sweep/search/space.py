"""`--over PATH=KIND(...)`: which values of a config are tried."""

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from mgkd.config.overrides import json_or_text
from mgkd.config.paths import leading_steps, path_of

if TYPE_CHECKING:
    from optuna.distributions import BaseDistribution

Kind = Literal["log", "uniform", "int", "choice"]
RANGE = re.compile(r"(log|uniform|int)\(\s*([^,\s]+)\s*,\s*([^,\s]+)\s*\)")
CHOICE = re.compile(r"choice\((.*)\)", re.DOTALL)
FORM = "expected PATH=log(LOW,HIGH), uniform(LOW,HIGH), int(LOW,HIGH) or choice(VALUE,...)"


@dataclass(frozen=True)
class Dimension:
    """A path of a config, and the values that it may have.

    Attributes:
        path: such as `trainer.optimizer.lr`.
        kind: `log` and `uniform` are numbers between two ends, the first with equal chances for
            each order of magnitude; `int` is a whole number between two ends, which count;
            `choice` is one of `values`.
        values: the two ends, or the choices.
    """

    path: str
    kind: Kind
    values: tuple[Any, ...]

    def distribution(self) -> "BaseDistribution":
        """As optuna has it. Choices are JSON texts there, which may stand for any value."""
        from optuna.distributions import (
            CategoricalDistribution,
            FloatDistribution,
            IntDistribution,
        )

        if self.kind == "choice":
            return CategoricalDistribution([json.dumps(value) for value in self.values])
        if self.kind == "int":
            return IntDistribution(*self.values)
        return FloatDistribution(*self.values, log=self.kind == "log")

    def value_of(self, tried: Any) -> Any:
        """The value of the config that optuna's stands for."""
        return json.loads(tried) if self.kind == "choice" else tried


def dimension(text: str) -> Dimension:
    """Reads `path=kind(...)`.

    Raises:
        ValueError: when it is not of that form.
    """
    steps, rest = leading_steps(text)
    if not steps or not rest.startswith("="):
        raise ValueError(FORM)
    path, said = path_of(steps), rest[1:].strip()
    if found := RANGE.fullmatch(said):
        return _between(path, *found.groups())
    if found := CHOICE.fullmatch(said):
        values = _choices(found[1])
        if len({json.dumps(value) for value in values}) < max(2, len(values)):
            raise ValueError("a choice needs two or more values, all different")
        return Dimension(path, "choice", tuple(values))
    raise ValueError(FORM)


def setting(path: str, value: Any) -> str:
    """As `--set` takes it."""
    return f"{path}={json.dumps(value, ensure_ascii=False)}"


def _between(path: str, kind: Kind, first: str, second: str) -> Dimension:
    low, high = json_or_text(first), json_or_text(second)
    wanted = int if kind == "int" else int | float
    if not all(isinstance(end, wanted) and not isinstance(end, bool) for end in (low, high)):
        noun = "whole number" if kind == "int" else "number"
        raise ValueError(f"{kind} goes from one {noun} to another")
    if low >= high or (kind == "log" and low <= 0):
        raise ValueError(
            f"{kind}({first},{second}): the first end must be below the second"
            + (", and above zero" if kind == "log" else "")
        )
    ends = (low, high) if kind == "int" else (float(low), float(high))
    return Dimension(path, kind, ends)


def _choices(text: str) -> list[Any]:
    """Values with commas between them, each JSON or the text that it is."""
    try:
        return json.loads(f"[{text}]")
    except ValueError:
        return [json_or_text(part.strip()) for part in text.split(",")]
