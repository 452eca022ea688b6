"""Optimizers as components: settings first, parameters later."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import Annotated, Any

import torch
from pydantic import Field, NonNegativeFloat, PositiveFloat

from mgkd.config import Arguments, Problem, Registry, obey
from mgkd.training.parameter_groups import NamedParameters, ParameterGroup, torch_groups

Momentum = Annotated[float, Field(ge=0, lt=1)]


class Optimizer(ABC):
    """Settings of an optimizer.

    Args:
        lr: learning rate.
        weight_decay: pull towards zero.
        groups: parameters with settings of their own; the first that matches a name has it.
        decay_vectors: whether weight decay also applies to parameters of at most one dimension:
            biases, the gains of layer norms.
    """

    def __init__(
        self,
        lr: PositiveFloat,
        weight_decay: NonNegativeFloat,
        groups: tuple[ParameterGroup, ...],
        decay_vectors: bool,
    ) -> None:
        self.lr = lr
        self.weight_decay = weight_decay
        self.groups = groups
        self.decay_vectors = decay_vectors

    def build(self, named_parameters: NamedParameters) -> torch.optim.Optimizer:
        """The torch optimizer of a model's parameters (`model.named_parameters()`).

        Raises:
            UserError: when a group is left without parameters, or all of them are frozen.
        """
        return self.over(
            torch_groups(
                named_parameters, self.groups, self.lr, self.weight_decay, self.decay_vectors
            )
        )

    @abstractmethod
    def over(self, groups: list[dict[str, Any]]) -> torch.optim.Optimizer:
        """The torch optimizer over groups that carry `params`, `lr` and `weight_decay`."""


optimizers: Registry[Optimizer] = Registry(
    "optimizers", noun="optimizer", base=Optimizer, default="adamw"
)


@optimizers.register("adamw")
class AdamW(Optimizer):
    """Adam with weight decay apart from the gradient (Loshchilov and Hutter 2019).

    Args:
        lr: learning rate.
        weight_decay: fraction of a weight taken off per step and unit of learning rate.
        betas: decay of the running means of the gradient and of its square.
        eps: added to the denominator.
        groups: parameters with settings of their own; the first that matches a name has it.
        decay_vectors: whether biases and the gains of layer norms decay too.
    """

    def __init__(
        self,
        lr: PositiveFloat = 1e-3,
        weight_decay: NonNegativeFloat = 0.01,
        betas: tuple[Momentum, Momentum] = (0.9, 0.999),
        eps: PositiveFloat = 1e-8,
        groups: tuple[ParameterGroup, ...] = (),
        decay_vectors: bool = False,
    ) -> None:
        super().__init__(lr, weight_decay, groups, decay_vectors)
        self.betas = betas
        self.eps = eps

    def over(self, groups: list[dict[str, Any]]) -> torch.optim.Optimizer:
        return torch.optim.AdamW(groups, betas=self.betas, eps=self.eps)


@optimizers.register("adam")
class Adam(Optimizer):
    """Adam (Kingma and Ba 2015); weight decay, if any, is part of the gradient.

    Args:
        lr: learning rate.
        weight_decay: L2 penalty.
        betas: decay of the running means of the gradient and of its square.
        eps: added to the denominator.
        groups: parameters with settings of their own; the first that matches a name has it.
        decay_vectors: whether biases and the gains of layer norms decay too.
    """

    def __init__(
        self,
        lr: PositiveFloat = 1e-3,
        weight_decay: NonNegativeFloat = 0.0,
        betas: tuple[Momentum, Momentum] = (0.9, 0.999),
        eps: PositiveFloat = 1e-8,
        groups: tuple[ParameterGroup, ...] = (),
        decay_vectors: bool = False,
    ) -> None:
        super().__init__(lr, weight_decay, groups, decay_vectors)
        self.betas = betas
        self.eps = eps

    def over(self, groups: list[dict[str, Any]]) -> torch.optim.Optimizer:
        return torch.optim.Adam(groups, betas=self.betas, eps=self.eps)


def looks_ahead_along_something(config: Arguments) -> Iterator[Problem]:
    if config["nesterov"] and config["momentum"] == 0:
        yield config.problem("nesterov", "needs a momentum above 0")


@optimizers.register("sgd")
class SGD(Optimizer):
    """Stochastic gradient descent.

    Args:
        lr: learning rate.
        weight_decay: L2 penalty.
        momentum: share of the last update that goes on.
        nesterov: look ahead along the momentum.
        groups: parameters with settings of their own; the first that matches a name has it.
        decay_vectors: whether biases and the gains of layer norms decay too.
    """

    rules = (looks_ahead_along_something,)

    def __init__(
        self,
        lr: PositiveFloat,
        weight_decay: NonNegativeFloat = 0.0,
        momentum: Momentum = 0.0,
        nesterov: bool = False,
        groups: tuple[ParameterGroup, ...] = (),
        decay_vectors: bool = False,
    ) -> None:
        obey(self.rules, nesterov=nesterov, momentum=momentum)
        super().__init__(lr, weight_decay, groups, decay_vectors)
        self.momentum = momentum
        self.nesterov = nesterov

    def over(self, groups: list[dict[str, Any]]) -> torch.optim.Optimizer:
        return torch.optim.SGD(groups, momentum=self.momentum, nesterov=self.nesterov)
