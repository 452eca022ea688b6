"""Progress on the screen."""

import time

from rich.cells import cell_len
from rich.console import Console, Group
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from mgkd.training.callbacks.base import Callback
from mgkd.training.means import MeanLoss
from mgkd.training.records import EpochRecord
from mgkd.training.run_state import RunState

SECONDS_BETWEEN_DRAWINGS = 0.25


class Progress(Callback):
    """On a terminal a bar over all epochs; elsewhere one plain line per epoch.

    Loss terms are shown unweighted, with their weights (×0.5) where these are not 1 and, on a
    terminal, there is room for them.

    Args:
        stage: what is being trained, such as "teacher".
        console: where it is shown.
    """

    def __init__(self, stage: str, console: Console) -> None:
        self.stage = stage
        self.console = console
        self._live: Live | None = None
        self._started = 0.0
        self._first_step = 0
        self._drawn = 0.0

    def on_start(self, run: RunState) -> None:
        self._started = time.monotonic()
        self._first_step = run.step
        if run.is_main and run.history:
            done = f"{self.stage}: {run.epoch} of at most {run.epochs} epochs are done already"
            self.console.print(done, soft_wrap=True, highlight=False)
        if run.is_main and self.console.is_terminal:
            self._live = Live(console=self.console, auto_refresh=False)
            self._live.start()

    def on_epoch_start(self, run: RunState) -> None:
        self._draw(run)

    def on_step_end(self, run: RunState) -> None:
        if time.monotonic() - self._drawn >= SECONDS_BETWEEN_DRAWINGS:
            self._draw(run)

    def on_epoch_end(self, run: RunState, record: EpochRecord) -> None:
        if run.is_main and self._live is None:
            self.console.print(self._plain_line(run, record), soft_wrap=True, highlight=False)
        self._draw(run)

    def on_end(self, run: RunState) -> None:
        if self._live is not None:
            self._live.stop()
            self._live = None

    def _draw(self, run: RunState) -> None:
        if self._live is None:
            return
        self._drawn = time.monotonic()
        bar = ProgressBar(total=max(1, run.total_steps), completed=run.step)
        head = Table.grid(padding=(0, 1))
        head.add_column(no_wrap=True)
        head.add_column(ratio=1)
        head.add_column(no_wrap=True)
        head.add_row(self._place(run), bar, self._time_left(run))
        head.expand = True
        details = [_monitored(run)]
        if run.epoch_step:
            means, room = run.losses.mean(), self.console.width - cell_len(details[0]) - 4
            whole = _losses(means, with_weights=True)
            fits = cell_len(whole) <= room
            details.insert(0, whole if fits else _losses(means, with_weights=False))
        self._live.update(Group(head, Text("  " + "  ".join(filter(None, details)))), refresh=True)

    def _plain_line(self, run: RunState, record: EpochRecord) -> Text:
        mean = MeanLoss(record.loss, record.terms, record.weighted, record.weights)
        losses = _losses(mean, with_weights=True)
        parts = [self._place(run), losses, _monitored(run), f"{record.seconds:.1f} s"]
        if run.epoch < run.epochs:
            parts.append(self._time_left(run))
        return Text("  ".join(parts))

    def _place(self, run: RunState) -> str:
        return f"{self.stage} epoch {run.epoch}/{run.epochs}"

    def _time_left(self, run: RunState) -> str:
        """For all epochs planned, at the pace so far, validation included."""
        done = run.step - self._first_step
        if done == 0:
            return "time left unknown"
        left = max(0, run.total_steps - run.step)
        return f"{_clock((time.monotonic() - self._started) / done * left)} left"


def _losses(mean: MeanLoss, with_weights: bool) -> str:
    """The loss and its terms, unweighted, and their weights where these are not 1."""
    weights = mean.weights if with_weights else {}
    terms = [
        f"{name} {value:.4g}{_times(weights.get(name, 1.0))}" for name, value in mean.terms.items()
    ]
    return "  ".join([f"loss {mean.loss:.4g}", *terms])


def _times(weight: float) -> str:
    return "" if weight == 1.0 else f" ×{weight:.3g}"


def _monitored(run: RunState) -> str:
    if run.best is None:
        return ""
    last, best = run.history[-1].metrics[run.monitor], run.best.metrics[run.monitor]
    return f"dev {run.monitor} {last:.4g}  best {best:.4g} (epoch {run.best.epoch})"


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"
