"""What a component is and takes, from its docstring and its signature."""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pydantic_core import to_jsonable_python

from mgkd.config.component import name_of
from mgkd.config.registry import all_registries, source_of
from mgkd.config.shapes import default_of, expectation_of
from mgkd.config.signature import Parameter, signature_of

SECTION = re.compile(r"^(\w+):$", re.MULTILINE)
LONGEST_SNIPPET = 80
ENTRY = re.compile(r"^ {4}(\w+): ", re.MULTILINE)


@dataclass(frozen=True)
class Argument:
    """A key that a component takes.

    Attributes:
        name: the key.
        expected: what its value must be, in plain words.
        required: whether the key must stand in the config.
        default: what holds without the key, as JSON; None when it is required.
        meaning: from the docstring; empty when it says nothing.
    """

    name: str
    expected: str
    required: bool
    default: Any
    meaning: str


@dataclass(frozen=True)
class Description:
    """A component, described.

    Attributes:
        name: its registered name, or that of its class or function.
        noun: what kind of component it is, such as `loss`; empty when it is in no registry.
        summary: the first paragraph of the docstring, in one line.
        text: the docstring without its sections.
        arguments: the keys that it takes.
        inline: what else takes keys in the same object, in plain words; empty when nothing does.
        supplied: the arguments that the program hands over.
        source: the file and line where it is defined.
    """

    name: str
    noun: str
    summary: str
    text: str
    arguments: tuple[Argument, ...]
    inline: str
    supplied: tuple[str, ...]
    source: str

    def snippet(self) -> str:
        """An object of a config that gives every key: defaults, and errors for what is required."""
        values = {"type": f"'{self.name}'"} if self.noun else {}
        for argument in self.arguments:
            if argument.required:
                values[argument.name] = f"error {json.dumps(argument.expected)}"
            else:
                values[argument.name] = json.dumps(argument.default, ensure_ascii=False)
        pairs = [f"{key}: {value}" for key, value in values.items()]
        line = f"{{ {', '.join(pairs)} }}" if pairs else "{}"
        if len(line) <= LONGEST_SNIPPET:
            return line
        return "\n".join(["{", *(f"  {pair}," for pair in pairs), "}"])


def describe(target: Callable[..., Any]) -> Description:
    """Describes a component, or any class that a config can give.

    Raises:
        TypeError: when its signature is one that no config can meet.
    """
    signature = signature_of(target)
    text, _ = _docstring(target)
    meanings = _meanings(target)
    return Description(
        name=name_of(target),
        noun=next((r.noun for r in all_registries().values() if r.name_of(target)), ""),
        summary=" ".join(text.partition("\n\n")[0].split()),
        text=text,
        arguments=tuple(
            _argument(parameter, meanings.get(name, ""))
            for name, parameter in signature.keys.items()
        ),
        inline=expectation_of(signature.inline.shape) if signature.inline else "",
        supplied=tuple(signature.supplied),
        source=source_of(target),
    )


def _argument(parameter: Parameter, meaning: str) -> Argument:
    expected, component = expectation_of(parameter.shape), default_of(parameter.shape)
    if parameter.required:
        return Argument(parameter.name, expected, component is None, component, meaning)
    return Argument(parameter.name, expected, False, to_jsonable_python(parameter.default), meaning)


def _meanings(target: Callable[..., Any]) -> dict[str, str]:
    """What the docstring says of the arguments, and where it is silent those of the bases."""
    classes = target.__mro__ if isinstance(target, type) else (target,)
    return {
        name: meaning
        for cls in reversed(classes)
        for name, meaning in _entries(_docstring(cls)[1].get("Args", "")).items()
    }


def _docstring(target: Callable[..., Any]) -> tuple[str, dict[str, str]]:
    """The text before the first section such as `Args:`, and the sections by name.

    An inherited docstring does not count, nor does the one that `dataclass` makes up.
    """
    text = inspect.cleandoc(target.__doc__ or "")
    if text.startswith(f"{target.__name__}("):
        return "", {}
    head, *rest = SECTION.split(text)
    return head.strip(), dict(zip(rest[::2], rest[1::2], strict=True))


def _entries(section: str) -> dict[str, str]:
    """`name: meaning` by name, from a section whose longer meanings go on, further indented."""
    _, *parts = ENTRY.split(section)
    return {
        name: " ".join(meaning.split())
        for name, meaning in zip(parts[::2], parts[1::2], strict=True)
    }
