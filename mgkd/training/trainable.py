"""What a trainer trains."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from torch import Tensor, nn


@dataclass(frozen=True)
class StepLoss:
    """The loss of one batch.

    Attributes:
        total: [] what is minimised: a mean over the batch, so that batches can be averaged.
        terms: what is to be reported by name, detached; a name may be missing from some batches.
        weighted: what each of these adds to the total, detached.
        weights: what each is multiplied by now, if anything.
    """

    total: Tensor
    terms: Mapping[str, Tensor | float] = field(default_factory=dict)
    weighted: Mapping[str, Tensor | float] = field(default_factory=dict)
    weights: Mapping[str, float] = field(default_factory=dict)


class Trainable(Protocol):
    """A model with its data and its objective.

    Attributes:
        model: holds every parameter that is trained; weights are saved from and restored to it.

    A trainable whose objective depends on how far training is may also be handed to `Trainer.fit`
    as a callback: `on_start` gives it the `RunState` to look at, which is right after a resume too.
    """

    model: nn.Module

    def batches(self, epoch: int) -> Sequence[Any]:
        """The training batches of an epoch (from 1), the same whenever and wherever it is asked.

        A batch with a method `to(device)` is moved by it; tensors in lists, tuples and dicts are
        moved too. Items are asked for one at a time, so a lazy sequence will do.
        """
        ...

    def loss(self, batch: Any) -> StepLoss:
        """The loss of one batch, on the device of the model."""
        ...

    def validate(self) -> dict[str, float]:
        """Metrics by name, after an epoch: the model is in eval mode and no gradient is kept."""
        ...
