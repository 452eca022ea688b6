"""A toy project to configure: losses, encoders and what takes them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Annotated, Literal

import pytest
from pydantic import Field, NonNegativeFloat, PositiveInt

from mgkd.config import Deferred, Inline, Registry, Supplied, temporary_registrations


class Loss:
    def __init__(self, *args: object, **kwargs: object) -> None:
        """Takes anything, as torch's modules do, for subclasses without a constructor."""


class GoldNLL(Loss):
    pass


class KBest(Loss):
    def __init__(self, k: PositiveInt = 4, temperature: NonNegativeFloat = 1.0) -> None:
        self.k, self.temperature = k, temperature


class FuzzyCRF(Loss):
    """Negative log-probability that every token
    takes a label some path gives it.

    L = log Z - log Z(A)

    Args:
        k: how many paths of the teacher
            are looked at.
        include_gold: whether gold labels are allowed too.

    Returns:
        nothing: that is an argument.
    """

    def __init__(self, k: PositiveInt = 4, include_gold: bool = True) -> None:
        self.k, self.include_gold = k, include_gold


class Encoder:
    pass


class BiLSTM(Encoder):
    def __init__(
        self,
        hidden_size: PositiveInt,
        dropout: Annotated[float, Field(ge=0, lt=1)] = 0.5,
        *,
        input_size: Supplied[int],
    ) -> None:
        if hidden_size % 2:
            raise ValueError(f"hidden_size is {hidden_size}, but must be even")
        self.hidden_size, self.dropout, self.input_size = hidden_size, dropout, input_size


class Stack(Encoder):
    """Encoders in, an encoder out: a component that nests its own kind."""

    def __init__(self, layers: Annotated[list[Encoder], Field(min_length=1)]) -> None:
        self.layers = layers


class Recurrent(Encoder):
    """Between the base and what is registered."""


class GRU(Recurrent):
    def __init__(self, hidden_size: PositiveInt = 8) -> None:
        self.hidden_size = hidden_size


def deep_gru(depth: PositiveInt = 2) -> Recurrent:
    encoder = GRU(depth)
    return encoder


class Term:
    def __init__(self, loss: Inline[Loss], weight: NonNegativeFloat = 1.0) -> None:
        self.loss, self.weight = loss, weight


@dataclass
class Trainer:
    epochs: PositiveInt
    schedule: Literal["linear", "constant"] = "linear"
    patience: PositiveInt | None = None
    log: Path | None = None


class Experiment:
    def __init__(self, objective: list[Term], trainer: Trainer) -> None:
        self.objective, self.trainer = objective, trainer


class Model:
    def __init__(
        self,
        encoder: Deferred[Encoder] | None = None,
        *,
        size: Supplied[int],
        prepare: Supplied[Callable[[int], str] | None] = None,
    ) -> None:
        self.encoder = encoder and encoder(input_size=size)
        self.prepare = prepare


@pytest.fixture(autouse=True)
def isolated() -> Iterator[None]:
    with temporary_registrations():
        yield


@pytest.fixture
def losses() -> Registry:
    registry: Registry[Loss] = Registry("toy losses", noun="loss", base=Loss)
    registry.register("gold_nll")(GoldNLL)
    registry.register("kbest_cross_entropy")(KBest)
    registry.register("fuzzy_crf")(FuzzyCRF)
    return registry


@pytest.fixture
def encoders() -> Registry:
    registry: Registry[Encoder] = Registry("toy encoders", noun="encoder", base=Encoder)
    registry.register("bilstm")(BiLSTM)
    registry.register("stack")(Stack)
    registry.register("gru")(GRU)
    registry.register("deep_gru")(deep_gru)
    return registry


@pytest.fixture
def toys(losses: Registry, encoders: Registry) -> SimpleNamespace:
    """Every toy by its name, with the registries filled."""
    return SimpleNamespace(
        **{k: v for k, v in globals().items() if k[0].isupper() or k == "deep_gru"}
    )
