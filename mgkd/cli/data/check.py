"""mgkd data check"""

from pathlib import Path
from typing import Annotated

import typer

from mgkd.cli.data.options import Files, Reader
from mgkd.cli.errors import USER_MISTAKE, explained
from mgkd.cli.options import Plugins, Profile, Variables, pairs


def check(
    files: Files,
    reader: Reader = None,
    encoder: Annotated[
        str | None,
        typer.Option(
            metavar="NAME|DIR",
            help="A pretrained encoder: sentences that it reads in several windows are told.",
            show_default=False,
        ),
    ] = None,
    profile: Profile = None,
    var: Variables = None,
    plugin: Plugins = None,
) -> None:
    """Look for problems in and between the splits of a corpus.

    The training split is the one called train, or else the first.

    Exit status: 0 when there is no problem, 2 when something is to be mended. What is told as a
    note is for you to judge.
    """
    with explained():
        from mgkd.config import load_plugins
        from mgkd.data import CorpusCheck
        from mgkd.experiment import data_files, too_long_for

        load_plugins(plugin or [], base_dir=Path())
        asked = data_files(files, reader, profile=profile, variables=pairs(var))
        looking = CorpusCheck(too_long_for(encoder) if encoder else None)
        for file in asked:
            looking.look_at(file.name, file.path, file.reader)
        findings = looking.findings()
        for finding in sorted(findings, key=lambda finding: not finding.repaired):
            typer.echo(f"{'problem' if finding.repaired else 'note'}: {finding}")
        problems = sum(finding.repaired for finding in findings)
        typer.echo(f"{len(asked)} files: {problems} kinds of problems")
        if problems:
            raise typer.Exit(USER_MISTAKE)
