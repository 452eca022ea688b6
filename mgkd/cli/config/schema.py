"""mgkd config schema"""

import json
from pathlib import Path

import typer

from mgkd.cli.errors import explained
from mgkd.cli.options import Plugins


def schema(plugin: Plugins = None) -> None:
    """Write the JSON Schema of a config, for editors to complete and check by."""
    with explained():
        from mgkd.config import load_plugins, schema_of
        from mgkd.experiment import Experiment

        load_plugins(plugin or [], base_dir=Path())
        typer.echo(json.dumps(schema_of(Experiment), ensure_ascii=False, indent=2))
