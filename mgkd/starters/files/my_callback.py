"""The callback my_callback. Change it to yours; test_my_callback.py tells whether it works."""

from pathlib import Path

from mgkd.files import write_text
from mgkd.training import Callback, EpochRecord, RunState, callbacks


@callbacks.register("my_callback")
class MyCallback(Callback):
    """Keeps one line in a file: the best epoch so far, and its score.

    Args:
        path: the file; its folder is made.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def on_epoch_end(self, run: RunState, record: EpochRecord) -> None:
        if run.is_main and run.best is record:
            score = record.metrics[run.monitor]
            write_text(self.path, f"epoch {record.epoch}: {run.monitor} {score:.4f}\n")
