"""Metrics as JSON lines."""

import json
import math
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from mgkd.config.errors import UserError
from mgkd.files import write_file
from mgkd.training.callbacks.base import Callback, callbacks
from mgkd.training.records import EpochRecord
from mgkd.training.run_state import RunState


@callbacks.register("json_lines")
class JSONLines(Callback):
    """Writes one line per epoch as soon as the epoch is over: the fields of an `EpochRecord`.

    The file tells of one training. It is begun anew with the epochs already done, so that after a
    resume none is missing and none stands twice. A number that is not finite is written as null.

    Args:
        path: the file; its folder is made.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def on_start(self, run: RunState) -> None:
        if run.is_main:
            write_file(self.path, b"".join(map(_line, self.told_before(run))))

    def on_epoch_end(self, run: RunState, record: EpochRecord) -> None:
        if not run.is_main:
            return
        try:
            with self.path.open("ab") as file:
                file.write(_line(self.told(record)))
        except OSError as error:
            raise UserError(
                f"{self.path}: epoch {record.epoch} cannot be written: {error.strerror or error}; "
                "make room there and resume"
            ) from error

    def told_before(self, run: RunState) -> Iterator[dict[str, Any]]:
        """What the file begins with, line by line."""
        yield from map(self.told, run.history)

    def told(self, record: EpochRecord) -> dict[str, Any]:
        """What the line of an epoch says."""
        return asdict(record)


def _line(told: dict[str, Any]) -> bytes:
    text = json.dumps(_finite(told), ensure_ascii=False, allow_nan=False)
    return f"{text}\n".encode()


def _finite(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _finite(item) for key, item in value.items()}
    return None if isinstance(value, float) and not math.isfinite(value) else value
