"""Running the trials of a search."""

import json
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rich.console import Console

from mgkd.config import ConfigError, UserError
from mgkd.deployment import RunDirectory
from mgkd.experiment import HAS_TURNS
from mgkd.sweep.processes import Processes, Task, last_lines, shared_out
from mgkd.sweep.runs import PlannedRun
from mgkd.sweep.search.base import Base
from mgkd.sweep.search.study import Study, Trial
from mgkd.sweep.sweeping import LINES_OF_A_FAILURE, SECONDS_BETWEEN_LOOKS, Command, Failure


@dataclass
class Search:
    """Trials of a config until there are enough.

    Args:
        base: the config and what is tried of it.
        study: what was tried, and what is next.
        folder: of the runs.
        command: what trains one.
        jobs: how many run at a time.
        console: where progress is shown.

    Attributes:
        failures: the trials whose run failed.
    """

    base: Base
    study: Study
    folder: Path
    command: Command
    jobs: int
    console: Console
    failures: list[Failure] = field(default_factory=list)

    def carry_out(self, count: int, *, prune: bool) -> None:
        """Run trials until `count` have ended, those of an earlier call among them.

        Args:
            prune: end those that are below the median of earlier ones, epoch by epoch.

        Raises:
            UserError: when several jobs are asked for where processes cannot wait for each other.
        """
        if self.jobs > 1 and not HAS_TURNS:
            raise UserError("this system has no file locks for several jobs at once: use --jobs 1")
        begun = [trial for trial in self.study.trials if trial.state == "running"]
        with Processes[_Running](self.jobs, shared_out(self.jobs)) as processes:
            while True:
                while processes.has_room and (begun or len(self.study.trials) < count):
                    trial = begun.pop(0) if begun else self.study.ask()
                    self._start(trial, processes)
                if not processes.running:
                    return
                time.sleep(SECONDS_BETWEEN_LOOKS)
                if prune:
                    self._prune(processes)
                for ended, status in processes.ended():
                    self._ended(ended, status)

    def _start(self, trial: Trial, processes: "Processes[_Running]") -> None:
        values = ", ".join(f"{path}={value}" for path, value in trial.values.items())
        self._say(f"trial {trial.number}: {values}")
        try:
            run = self._run(trial)
        except ConfigError as error:
            self.study.fail(trial)
            self._say(f"trial {trial.number}: these values do not go together\n{error}")
            return
        if run.directory.is_complete:  # and was stopped before the study knew
            self._ended(_Running(trial, run), 0)
            return
        run.make_ready(force=False)
        processes.start(Task(_Running(trial, run), self.command(run), run.log_path))

    def _run(self, trial: Trial) -> PlannedRun:
        loaded = self.base.with_values(trial.values)
        tree = loaded.spec.tree
        directory = RunDirectory(self.folder / f"trial-{trial.number}")
        return PlannedRun(directory.path.name, tree["seed"], tree, loaded.plugins, directory)

    def _prune(self, processes: "Processes[_Running]") -> None:
        for running, _, _ in processes.running:
            scores = epoch_scores(running.run.directory, self.base.monitor)
            if len(scores) > running.seen:
                running.seen = len(scores)
                if self.study.is_hopeless(running.trial, scores):
                    processes.end(running)
                    self.study.prune(running.trial)
                    self._say(f"trial {running.trial.number}: pruned after epoch {len(scores)}")

    def _ended(self, ended: "_Running", status: int) -> None:
        trial, directory = ended.trial, ended.run.directory
        if status == 0 and directory.is_complete:
            score = final_score(directory, self.base.monitor)
            self.study.complete(trial, score)
            self._say(f"trial {trial.number}: dev {self.base.monitor} {score:.4f}")
            return
        self.study.fail(trial)
        lines = last_lines(ended.run.log_path, LINES_OF_A_FAILURE)
        self.failures.append(Failure(ended.run, lines))
        self._say(f"trial {trial.number}: failed, log {ended.run.log_path}")

    def _say(self, text: str) -> None:
        self.console.print(text, markup=False, highlight=False, soft_wrap=True)


@dataclass(eq=False)
class _Running:
    """A trial with its run; seen: epochs that were looked at."""

    trial: Trial
    run: PlannedRun
    seen: int = 0


def epoch_scores(run: RunDirectory, monitor: str) -> list[float]:
    """The dev metric of each epoch done, of all stages."""
    return [record["metrics"][monitor] for record in _history(run)]


def final_score(run: RunDirectory, monitor: str) -> float:
    """That of the tagger that a finished run has: of the best epoch of its last stage."""
    history = _history(run)
    stage = history[-1].get("stage")
    return max(record["metrics"][monitor] for record in history if record.get("stage") == stage)


def _history(run: RunDirectory) -> list[dict[str, Any]]:
    try:
        lines = run.history_path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return []
    return [json.loads(line) for line in lines if line.endswith("}")]  # the last may be half there
