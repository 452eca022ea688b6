"""mgkd components"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mgkd.cli.completion import component_names, registry_names
from mgkd.cli.component_records import record_of
from mgkd.cli.errors import explained
from mgkd.cli.options import Plugins

if TYPE_CHECKING:
    from mgkd.config import Argument, Description

PLAIN = "config"  # stands for a registry of what is in none: the parts of every config


def components(
    registry: Annotated[
        str | None,
        typer.Argument(
            help="Such as losses; all when left out.",
            show_default=False,
            autocompletion=registry_names,
        ),
    ] = None,
    name: Annotated[
        str | None,
        typer.Argument(
            help="A component, to see its arguments.",
            show_default=False,
            autocompletion=component_names,
        ),
    ] = None,
    markdown: Annotated[
        bool, typer.Option("--markdown", help="Print all of them as a page of documentation.")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print records for programs, one a component.")
    ] = False,
    plugin: Plugins = None,
) -> None:
    """List what a config can name, and what each component takes."""
    with explained():
        from mgkd.config import describe, handbook, load_plugins
        from mgkd.experiment import Experiment

        load_plugins(plugin or [], base_dir=Path())
        if markdown:
            typer.echo(handbook(Experiment), nl=False)
        elif as_json:
            typer.echo(json.dumps(_records(registry, name), ensure_ascii=False, indent=2))
        elif registry is None:
            _list({kind: ", ".join(names) for kind, names in _everything().items()})
        elif name is None:
            _list({each: _summary(registry, each) for each in _named(registry)})
        else:
            _show(describe(_component(registry, name)))


def _records(registry: str | None, name: str | None) -> Any:
    """One record; a list of those of a registry; or such lists by registry."""
    if registry is None:
        return {kind: _records(kind, None) for kind in _everything()}
    if name is None:
        return [record_of(_component(registry, each)) for each in _named(registry)]
    return record_of(_component(registry, name))


def _everything() -> dict[str, list[str]]:
    """The names of all that a config is made of, by registry; first what is in none."""
    from mgkd.config import all_registries

    kinds = {plural: registry.names() for plural, registry in all_registries().items()}
    return {PLAIN: list(_plain()), **kinds}


def _plain() -> dict[str, type]:
    from mgkd.config import plain_classes
    from mgkd.experiment import Experiment

    return {cls.__name__: cls for cls in plain_classes(Experiment)}


def _named(registry: str) -> list[str]:
    from mgkd.config import UserError, nearest

    kinds = _everything()
    if registry not in kinds:
        similar = nearest(registry, kinds)
        hint = f"nearest: {similar[0]}" if similar else f"there are: {', '.join(kinds)}"
        raise UserError(f"no registry is called {registry}; {hint}")
    return kinds[registry]


def _component(registry: str, name: str) -> Callable[..., Any]:
    from mgkd.config import UserError, all_registries

    names = _named(registry)
    if registry != PLAIN:
        return all_registries()[registry].get(name)
    if name not in names:
        raise UserError(f"no part of a config is called {name}; there are: {', '.join(names)}")
    return _plain()[name]


def _summary(registry: str, name: str) -> str:
    from mgkd.config import all_registries, describe

    is_default = registry != PLAIN and all_registries()[registry].default == name
    summary = describe(_component(registry, name)).summary
    return f"{summary} (the default)" if is_default else summary


def _list(rows: dict[str, str]) -> None:
    width = max(map(len, rows), default=0)
    for name, text in rows.items():
        typer.echo(f"{name:<{width}}  {text}".rstrip())


def _show(component: "Description") -> None:
    kind = f", {component.noun}" if component.noun else ""
    typer.echo(f"{component.name}{kind}\n{component.source}\n\n{component.text}\n")
    for argument in component.arguments:
        typer.echo(f"  {argument.name}: {argument.expected}{_default(argument)}")
        if argument.meaning:
            typer.echo(f"      {argument.meaning}")
    if component.inline:
        typer.echo(f"  and the keys of {component.inline}")
    snippet = component.snippet().replace("\n", "\n  ")
    typer.echo(f"\nIn a config:\n\n  {snippet}")


def _default(argument: "Argument") -> str:
    if argument.required:
        return " (required)"
    return f" (default {json.dumps(argument.default, ensure_ascii=False)})"
