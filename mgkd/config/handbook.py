"""All components in Markdown, from their signatures and docstrings."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from mgkd.config.component import Component
from mgkd.config.describe import Argument, Description, describe
from mgkd.config.registry import Registry, all_registries
from mgkd.config.shapes import Items, Later, OneOf, Pairs, Row, Shape
from mgkd.config.signature import signature_of


def handbook(whole: type) -> str:
    """The text of docs/components.md: the parts of a config, every registry, every component.

    Args:
        whole: the class that a whole config is built to.
    """
    parts = [
        "# Components",
        "What a config can name, with every key. This page is written by\n"
        "`mgkd components --markdown`, from the constructors and their docstrings.",
    ]
    parts += ["## The config", f"The whole is an object with the keys of {whole.__name__}."]
    for cls in plain_classes(whole):
        parts += _component(describe(cls))
    for registry in all_registries().values():
        parts += _registry(registry)
    return "\n\n".join(parts) + "\n"


def plain_classes(whole: type) -> list[type]:
    """The classes in no registry that a config is made of, `whole` first."""
    found: list[type] = [whole]
    registered = [
        target for registry in all_registries().values() for _, target in registry.items()
    ]
    waiting = [whole, *registered]
    while waiting:
        for shape in _shapes(waiting.pop(0)):
            if isinstance(shape, Component) and shape.registry is None and shape.cls not in found:
                found.append(shape.cls)
                waiting.append(shape.cls)
    return found


def _shapes(target: Callable[..., Any]) -> Iterator[Shape]:
    """What a constructor takes, taken apart."""
    signature = signature_of(target)
    parameters = [*signature.keys.values(), *filter(None, [signature.inline])]
    waiting: list[Shape] = [parameter.shape for parameter in parameters]
    while waiting:
        shape = waiting.pop(0)
        yield shape
        match shape:
            case Later(content):
                waiting.append(content)
            case OneOf(parts) | Row(items=parts):
                waiting += parts
            case Items(item=part) | Pairs(value=part):
                waiting.append(part)


def _registry(registry: Registry) -> Iterator[str]:
    yield f"## {registry.plural}"
    promise = " ".join((registry.base.__doc__ or "").partition("\n\n")[0].split())
    default = f" The default is `{registry.default}`." if registry.default else ""
    yield f"{promise}{default}"
    for name in registry.names():
        yield from _component(describe(registry.get(name)))


def _component(component: Description) -> Iterator[str]:
    yield f"### {component.name}"
    if component.text:
        yield component.text
    if component.arguments:
        rows = ["| key | value | default | |", "| --- | --- | --- | --- |"]
        yield "\n".join([*rows, *map(_row, component.arguments)])
    if component.inline:
        yield f"The keys of {component.inline} stand beside these."
    yield f"```jsonnet\n{component.snippet()}\n```"
    yield f"Defined in `{_module_file(component.source)}`."


def _row(argument: Argument) -> str:
    default = "required" if argument.required else f"`{json.dumps(argument.default)}`"
    cells = [f"`{argument.name}`", argument.expected, default, argument.meaning]
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def _module_file(source: str) -> str:
    """The file of a definition, from the folder on that Python imports it from."""
    file = Path(source.rpartition(":")[0]).resolve()
    roots = [Path(entry or ".").resolve() for entry in sys.path]
    package = Path(__file__).parents[2]
    for root in [package, *roots]:
        if file.is_relative_to(root):
            return file.relative_to(root).as_posix()
    return file.name
