"""Which values are tried next, and what was tried: optuna's part."""

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mgkd.config import UserError, fingerprint
from mgkd.sweep.search.space import Dimension

JOURNAL = "search.journal"
NAME = "search"
PRUNED_FROM = 5  # trials that must have ended before one is compared with their median


@dataclass(frozen=True)
class Trial:
    """One choice of values.

    Attributes:
        number: from 0, in the order of asking.
        values: by path.
        state: "running", "complete", "pruned" or "fail".
        score: the dev metric of a complete one.
    """

    number: int
    values: Mapping[str, Any]
    state: str
    score: float | None = None


class Study:
    """The trials of one search, kept in a folder, so that it can go on another time.

    Trial number n is drawn by a sampler of seed + n. With one job a search that was interrupted
    tries the same values as one that was not; with several, the order in which they end matters.

    Args:
        folder: for the journal.
        dimensions: what is tried.
        asked: all that makes it this search, as plain JSON.
        seed: of the sampler (tree-structured Parzen estimator; Bergstra et al., NeurIPS 2011).
        jobs: how many trials run at a time.

    Raises:
        UserError: when optuna is not installed, or the folder holds another search.
    """

    def __init__(
        self,
        folder: Path,
        dimensions: Sequence[Dimension],
        asked: Mapping[str, Any],
        *,
        seed: int,
        jobs: int,
    ) -> None:
        self._optuna = _optuna()
        self._dimensions = {one.path: one for one in dimensions}
        self._distributions = {one.path: one.distribution() for one in dimensions}
        self._seed = seed
        self._jobs = jobs
        folder.mkdir(parents=True, exist_ok=True)
        journal = self._optuna.storages.journal.JournalFileBackend(str(folder / JOURNAL))
        self._study = self._optuna.create_study(
            storage=self._optuna.storages.JournalStorage(journal),
            study_name=NAME,
            direction="maximize",
            load_if_exists=True,
            pruner=self._optuna.pruners.MedianPruner(n_startup_trials=PRUNED_FROM),
        )
        known = fingerprint({**asked, "seed": seed})
        if self._study.user_attrs.setdefault("asked", known) != known:
            raise UserError(
                f"{folder} holds a search with other settings or of another config; choose another "
                "place with --out DIR, or remove it"
            )
        self._study.set_user_attr("asked", known)

    @property
    def trials(self) -> list[Trial]:
        return [self._told(trial) for trial in self._study.trials]

    def ask(self) -> Trial:
        """The next values to be tried."""
        seed = self._seed + len(self._study.trials)
        with warnings.catch_warnings(action="ignore"):  # that constant_liar may change one day
            self._study.sampler = self._optuna.samplers.TPESampler(
                seed=seed, constant_liar=self._jobs > 1
            )
        number = self._study.ask(self._distributions).number
        return self.trials[number]

    def complete(self, trial: Trial, score: float) -> None:
        self._study.tell(trial.number, score)

    def fail(self, trial: Trial) -> None:
        self._study.tell(trial.number, state=self._optuna.trial.TrialState.FAIL)

    def is_hopeless(self, trial: Trial, scores: Sequence[float]) -> bool:
        """Whether its best score so far is below the median of earlier ones at that epoch.

        Args:
            scores: of the epochs done.
        """
        live = self._optuna.trial.Trial(self._study, self._study.trials[trial.number]._trial_id)
        known = self._study.trials[trial.number].intermediate_values
        for epoch, score in enumerate(scores, start=1):
            if epoch not in known:
                live.report(score, epoch)
        return live.should_prune()

    def prune(self, trial: Trial) -> None:
        self._study.tell(trial.number, state=self._optuna.trial.TrialState.PRUNED)

    def _told(self, trial: Any) -> Trial:
        values = {
            path: one.value_of(trial.params[path])
            for path, one in self._dimensions.items()
            if path in trial.params
        }
        state = trial.state.name.lower()
        return Trial(trial.number, values, state, trial.value if state == "complete" else None)


def _optuna() -> Any:
    try:
        import optuna
    except ImportError as error:
        raise UserError("a search needs optuna: pip install 'mgkd[search]'") from error
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    return optuna
