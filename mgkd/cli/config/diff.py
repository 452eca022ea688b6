"""mgkd config diff"""

from pathlib import Path
from typing import Annotated

import typer

from mgkd.cli.errors import explained
from mgkd.cli.options import Plugins, Profile, Variables, pairs


def diff(
    one: Annotated[Path, typer.Argument(help="A config or a run.", show_default=False)],
    other: Annotated[Path, typer.Argument(help="A config or a run.", show_default=False)],
    profile: Profile = None,
    var: Variables = None,
    plugin: Plugins = None,
) -> None:
    """Compare two configs, or the configs of two runs, path by path, defaults filled in."""
    with explained():
        from mgkd.config import differences, load_plugins, temporary_registrations
        from mgkd.experiment import whole

        load_plugins(plugin or [], base_dir=Path())
        trees = []
        for path in (one, other):
            with temporary_registrations():  # one config's plugins are not another's
                asked = None if path.is_dir() else profile
                trees.append(whole(path, profile=asked, variables=pairs(var)).resolution.tree)
        found = differences(*trees)
        if not found:
            typer.echo("no difference")
            return
        rows = [("", str(one), str(other)), *((d.path, d.one, d.other) for d in found)]
        widths = [max(len(row[column]) for row in rows) for column in (0, 1)]
        for path, left, right in rows:
            typer.echo(f"{path:<{widths[0]}}  {left:<{widths[1]}}  {right}".rstrip())
