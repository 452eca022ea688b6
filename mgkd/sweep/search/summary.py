"""What a search has found."""

import json
import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.table import Table

from mgkd.files import write_json
from mgkd.sweep.search.base import Base
from mgkd.sweep.search.space import setting
from mgkd.sweep.search.study import Trial


def best_of(trials: Sequence[Trial]) -> Trial | None:
    """The complete trial with the highest score, the earliest of equals."""
    complete = [trial for trial in trials if trial.score is not None]
    return max(complete, key=lambda trial: trial.score, default=None)


def trials_table(base: Base, trials: Sequence[Trial]) -> Table:
    """A row a trial, the best first, then those without a score."""
    table = Table(box=SIMPLE_HEAD)
    table.add_column("trial", justify="right")
    table.add_column(f"dev {base.monitor}", justify="right")
    for one in base.dimensions:
        table.add_column(one.path, justify="right")
    for trial in sorted(trials, key=lambda trial: (-(trial.score or -1.0), trial.number)):
        score = f"{trial.score:.4f}" if trial.score is not None else trial.state
        values = [_shown(trial.values.get(one.path)) for one in base.dimensions]
        table.add_row(str(trial.number), score, *values)
    return table


def settings_line(trial: Trial) -> str:
    """Its values as arguments of a command."""
    return " ".join(f"--set {shlex.quote(setting(*pair))}" for pair in trial.values.items())


def write_summary(base: Base, trials: Sequence[Trial], folder: Path) -> list[str]:
    """Write search.json: what was tried, and the best of it.

    Returns:
        Lines that say what is best.
    """
    best = best_of(trials)
    write_json(
        folder / "search.json",
        {
            "config": str(base.source.path),
            "monitor": base.monitor,
            "over": {one.path: {one.kind: list(one.values)} for one in base.dimensions},
            "best": _written(best) if best else None,
            "trials": [_written(trial) for trial in trials],
        },
    )
    if best is None:
        return ["no trial was completed"]
    run = folder / f"trial-{best.number}"
    return [
        f"best: trial {best.number}, dev {base.monitor} {best.score:.4f}, in {run}",
        settings_line(best),
        f"its whole config: {run / 'config.json'}; all trials: {folder / 'search.json'}",
    ]


def _written(trial: Trial) -> dict[str, Any]:
    return {
        "trial": trial.number,
        "state": trial.state,
        "score": trial.score,
        "settings": dict(trial.values),
    }


def _shown(value: Any) -> str:
    return f"{value:.4g}" if isinstance(value, float) else json.dumps(value, ensure_ascii=False)
