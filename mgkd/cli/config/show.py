"""mgkd config show"""

import json
from typing import Annotated

import typer

from mgkd.cli.errors import explained
from mgkd.cli.options import Config, Overrides, Plugins, Profile, Variables, pairs


def show(
    config: Config,
    profile: Profile = None,
    var: Variables = None,
    set_: Overrides = None,
    plugin: Plugins = None,
    as_json: Annotated[bool, typer.Option("--json", help="Plain JSON, without origins.")] = False,
) -> None:
    """Print a config with every default filled in, and where each value comes from.

    What is printed is itself a config: Jsonnet, with the origins as comments. A run directory
    stands for the config in it.
    """
    with explained():
        from pathlib import Path

        from mgkd.config import commented, load_plugins
        from mgkd.experiment import whole

        load_plugins(plugin or [], base_dir=Path())
        examined = whole(config, profile=profile, variables=pairs(var), overrides=set_ or [])
        tree = examined.resolution.tree
        if as_json:
            typer.echo(json.dumps(tree, ensure_ascii=False, indent=2))
        else:
            typer.echo(commented(tree, examined.origin_of))
