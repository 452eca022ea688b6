"""What a callback may do."""

from typing import Any

from mgkd.config import Registry
from mgkd.training.records import EpochRecord
from mgkd.training.run_state import RunState


class Callback:
    """Looks on while a trainer trains; a subclass overrides what it cares for.

    In a training of several processes every process has its callbacks: one that writes or prints
    does so where `run.is_main`. State is kept for that process only.
    """

    @property
    def name(self) -> str:
        """Under which a checkpoint keeps its state; no two callbacks with state may share it."""
        return type(self).__qualname__

    def on_start(self, run: RunState) -> None:
        """Before the first epoch; `run.epoch` epochs are done already if training was resumed."""

    def on_epoch_start(self, run: RunState) -> None:
        """Before the first update of epoch `run.epoch`."""

    def on_step_end(self, run: RunState) -> None:
        """After every update. Reading `run.losses` waits for the device, so not every time."""

    def on_epoch_end(self, run: RunState, record: EpochRecord) -> None:
        """After validation, before the checkpoint: an epoch that is cut off here is run again."""

    def on_end(self, run: RunState) -> None:
        """When training is over, also when an error or the user ended it."""

    def state(self) -> dict[str, Any]:
        """What it must know after a resume, as JSON values; empty for nothing."""
        return {}

    def load_state(self, state: dict[str, Any]) -> None:
        """Takes up what `state` gave; called before `on_start`, unless that was nothing."""


callbacks: Registry[Callback] = Registry("callbacks", noun="callback", base=Callback)
