"""mgkd components"""

from typing import TYPE_CHECKING, Annotated

import typer

from mgkd.cli.errors import explained

if TYPE_CHECKING:
    from mgkd.config import Argument, Description


def components(
    registry: Annotated[
        str | None, typer.Argument(help="Such as losses; all when left out.", show_default=False)
    ] = None,
    name: Annotated[
        str | None, typer.Argument(help="A component, to see its arguments.", show_default=False)
    ] = None,
) -> None:
    """List what a config can name, and what each component takes."""
    with explained():
        import mgkd.experiment  # noqa: F401  (importing the rooms fills the registries)
        from mgkd.config import UserError, all_registries, describe

        registries = all_registries()
        if registry is None:
            for plural, entries in registries.items():
                typer.echo(f"{plural}: {entries.listing()}")
            return
        if registry not in registries:
            raise UserError(f"no registry {registry}; there are: {', '.join(registries)}")
        if name is not None:
            _show(describe(registries[registry].get(name)))
            return
        for key, component in registries[registry].items():
            typer.echo(f"{key}: {describe(component).summary}")


def _show(component: "Description") -> None:
    typer.echo(f"{component.name}\n\n{component.text}\n")
    for argument in component.arguments:
        typer.echo(f"  {argument.name}: {argument.expected}{_default(argument)}")
        if argument.meaning:
            typer.echo(f"      {argument.meaning}")
    if component.inline:
        typer.echo(f"  and the keys of {component.inline}")


def _default(argument: "Argument") -> str:
    return " (required)" if argument.required else f" (default {argument.default!r})"
