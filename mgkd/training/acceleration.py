"""The accelerate library, held for the time of one training."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from accelerate import Accelerator, DistributedDataParallelKwargs
from accelerate.state import AcceleratorState, GradientState, PartialState

from mgkd.config.errors import UserError

Precision = Literal["no", "bf16", "fp16"]


def training_device() -> str:
    """Where trainings of this process run: an accelerator of the machine, or "cpu"."""
    return str(PartialState().device)


@contextmanager
def accelerated(mixed_precision: Precision) -> Iterator[Accelerator]:
    """An accelerator of its own for one training.

    The library keeps the precision in state that all accelerators of a program share and refuses a
    second value. That state is set aside here and put back afterwards; the processes and their
    connection stay as they are.

    Raises:
        UserError: when the device cannot do the precision asked for.
    """
    shared = [AcceleratorState._shared_state, GradientState._shared_state]
    outer = [dict(state) for state in shared]
    for state in shared:
        state.clear()
    try:
        accelerator = _accelerator(mixed_precision)
        yield accelerator
        if accelerator.device.type != "cpu":  # room on the device for whatever comes next
            accelerator.free_memory()
    finally:
        for state, before in zip(shared, outer, strict=True):
            state.clear()
            state.update(before)


def _accelerator(mixed_precision: Precision) -> Accelerator:
    # A loss term may leave out parts of the model in one batch and use them in the next.
    some_unused = DistributedDataParallelKwargs(find_unused_parameters=True)
    try:
        accelerator = Accelerator(mixed_precision=mixed_precision, kwargs_handlers=[some_unused])
    except ValueError as error:
        raise UserError(f"trainer.mixed_precision: {mixed_precision!r}: {error}") from error
    if mixed_precision == "fp16" and accelerator.device.type == "cpu":
        raise UserError(
            "trainer.mixed_precision: 'fp16' needs a GPU and there is none here; "
            "use 'no', or 'bf16', which also runs on a CPU"
        )
    return accelerator
