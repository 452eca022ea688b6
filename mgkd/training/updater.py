"""One update of the parameters: forward, backward, clip, step."""

import math
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from typing import Any

import torch
from accelerate import Accelerator
from accelerate.utils import send_to_device
from torch import Tensor, nn

from mgkd.config.errors import UserError
from mgkd.training.optimizers import Optimizer
from mgkd.training.run_state import RunState
from mgkd.training.steps import Share
from mgkd.training.trainable import StepLoss, Trainable


class Updater:
    """Updates the parameters of a trainable's model on one device, or on many alike.

    Args:
        accelerator: of this training.
        trainable: its model is moved to the accelerator's device.
        optimizer: settings.
        gradient_clipping: the largest norm of the gradient; None: any.
    """

    def __init__(
        self,
        accelerator: Accelerator,
        trainable: Trainable,
        optimizer: Optimizer,
        gradient_clipping: float | None,
    ) -> None:
        built = optimizer.build(trainable.model.named_parameters())
        self._accelerator = accelerator
        self._parameters = [p for group in built.param_groups for p in group["params"]]
        self._loss, self._optimizer = accelerator.prepare(_LossModule(trainable), built)
        self._largest_norm = math.inf if gradient_clipping is None else gradient_clipping
        self._base_rates = [group["lr"] for group in built.param_groups]

    def set_rates(self, factor: float) -> dict[str, float]:
        """Sets all learning rates to `factor` times their base; the new ones by group name.

        Of a group whose layers have rates of their own, it is that of the last layer, the highest.
        """
        highest: dict[str, float] = {}
        for group, base in zip(self._optimizer.param_groups, self._base_rates, strict=True):
            group["lr"] = base * factor
            highest[group["name"]] = max(group["lr"], highest.get(group["name"], 0.0))
        return highest

    def update(self, batches: Iterator[Any], shares: Sequence[Share], run: RunState) -> None:
        """One update from this process's shares; their losses are added to `run.losses`.

        Args:
            batches: gives the batches of all shares, in their order.

        Raises:
            UserError: when a loss or the gradient is not finite; the parameters are then as before.
        """
        losses = []
        for share in shares:
            synchronizing = share is shares[-1]
            with nullcontext() if synchronizing else self._accelerator.no_sync(self._loss):
                loss = self._backward(next(batches), share.scale)
            losses.append(loss)
            if share.scale:
                run.losses.add(loss)
        norm = self._accelerator.clip_grad_norm_(self._parameters, self._largest_norm)
        self._check(losses, norm, run)
        self._optimizer.step()
        self._optimizer.zero_grad()

    def _backward(self, batch: Any, scale: float) -> StepLoss:
        total, *told = self._loss(send_to_device(batch, self._accelerator.device))
        self._accelerator.backward(total * scale)
        return StepLoss(total.detach(), *told)

    def _check(self, losses: Sequence[StepLoss], norm: Tensor, run: RunState) -> None:
        """Waits for the device once, for all that must be finite."""
        values = [loss.total for loss in losses]
        if self._accelerator.scaler is None:  # a scaler skips steps with overflown gradients itself
            values.append(norm)
        if bool(torch.isfinite(torch.stack(values)).all()):
            return
        place = f"epoch {run.epoch}, step {run.step + 1}"
        remedy = "lower the learning rate, clip gradients (trainer.gradient_clipping)"
        if self._accelerator.mixed_precision != "no":
            remedy += " or train without mixed precision (trainer.mixed_precision: 'no')"
        bad = next((loss for loss in losses if not torch.isfinite(loss.total)), None)
        if bad is None:
            raise UserError(
                f"{place}: the gradient is not finite, though the loss is; {remedy}\n"
                f"losses of this step: {'; '.join(_described(loss) for loss in losses)}"
            )
        raise UserError(f"{place}: the loss is not finite: {_described(bad)}; {remedy}")

    def state(self) -> dict[str, Any]:
        """All that the next update depends on, but for parameters and random numbers."""
        scaler = self._accelerator.scaler
        return {
            "optimizer": self._optimizer.state_dict(),
            "scaler": None if scaler is None else scaler.state_dict(),
        }

    def load_state(self, state: dict[str, Any]) -> None:
        """Takes up a state that `state` gave.

        Raises:
            ValueError: when the optimizer has other parameters or groups than the state.
        """
        self._optimizer.load_state_dict(state["optimizer"])
        if self._accelerator.scaler is not None and state["scaler"] is not None:
            self._accelerator.scaler.load_state_dict(state["scaler"])


class _LossModule(nn.Module):
    """A trainable's loss as a module.

    Autocast and the averaging of gradients over processes hook into a module's forward; hooked
    here, they cover whatever the loss does with the model, and the model itself stays untouched.
    """

    def __init__(self, trainable: Trainable) -> None:
        super().__init__()
        self.model = trainable.model
        self._loss = trainable.loss

    def forward(self, batch: Any) -> tuple[Any, ...]:
        """The fields of a `StepLoss`, as what hooks into it knows only plain containers."""
        loss = self._loss(batch)
        return loss.total, dict(loss.terms), dict(loss.weighted), dict(loss.weights)


def _described(loss: StepLoss) -> str:
    terms = [f"{name} {float(value):.6g}" for name, value in loss.terms.items()]
    return ", ".join([f"total {float(loss.total):.6g}", *terms])
