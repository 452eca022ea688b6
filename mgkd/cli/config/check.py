"""mgkd config check"""

from pathlib import Path
from typing import Annotated

import typer

from mgkd.cli.errors import USER_MISTAKE, explained
from mgkd.cli.options import Overrides, Plugins, Profile, Variables, pairs


def check(
    files: Annotated[list[Path], typer.Argument(help="Jsonnet files.", show_default=False)],
    profile: Profile = None,
    var: Variables = None,
    set_: Overrides = None,
    plugin: Plugins = None,
) -> None:
    """Find everything wrong with configs, before any data is read.

    Exit status: 0 when all are fine, 2 when something is to be mended.
    """
    with explained():
        from mgkd.config import ConfigError, UserError, load_plugins, temporary_registrations
        from mgkd.experiment import examine

        load_plugins(plugin or [], base_dir=Path())
        wrong = 0
        for file in files:
            try:
                with temporary_registrations():  # one config's plugins are not another's
                    examined = examine(
                        file, profile=profile, variables=pairs(var), overrides=set_ or []
                    )
                if examined.problems:
                    raise ConfigError(file, examined.problems)
            except UserError as error:
                wrong += 1
                typer.echo(str(error))
            else:
                typer.echo(f"{file}: fine")
        if wrong:
            raise typer.Exit(USER_MISTAKE)
