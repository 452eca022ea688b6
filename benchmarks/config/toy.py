"""A toy experiment in plain classes, for tools that build any class from its signature.

The annotations say all that there is to say of the arguments. Nothing checks them here: whether
they are checked, and when, is what is compared.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pydantic import PositiveFloat, PositiveInt


class Reader:
    """Opens the corpus when it is asked to, and not before."""

    def read(self) -> list[str]:
        raise NotImplementedError


class ColumnReader(Reader):
    def __init__(self, path: str, limit: PositiveInt = 100) -> None:
        self.path, self.limit = path, limit

    def read(self) -> list[str]:
        Path(os.environ["CORPUS_OPENED"]).touch()
        return Path(self.path).read_text(encoding="utf-8").splitlines()[: self.limit]


class TextReader(ColumnReader):
    pass


class Encoder:
    """Is told by the program how wide its input is."""


class BiLSTM(Encoder):
    def __init__(self, input_size: int, hidden_size: PositiveInt, dropout: float = 0.0) -> None:
        self.input_size, self.hidden_size, self.dropout = input_size, hidden_size, dropout


class CNN(Encoder):
    def __init__(self, input_size: int, width: PositiveInt = 3) -> None:
        self.input_size, self.width = input_size, width


class Loss:
    pass


class GoldNLL(Loss):
    def __init__(self, weight: float = 1.0) -> None:
        self.weight = weight


class KBest(Loss):
    def __init__(self, k: PositiveInt, weight: float = 1.0) -> None:
        self.k, self.weight = k, weight


class Optimizer:
    pass


class AdamW(Optimizer):
    def __init__(self, lr: PositiveFloat = 1e-3) -> None:
        self.lr = lr


class SGD(Optimizer):
    def __init__(self, lr: PositiveFloat = 1e-2, momentum: float = 0.0) -> None:
        self.lr, self.momentum = lr, momentum


@dataclass
class Corpus:
    reader: Reader


@dataclass
class Model:
    encoder: Callable[[int], Encoder]


@dataclass
class Trainer:
    epochs: PositiveInt
    batch_size: PositiveInt
    optimizer: Optimizer


def train(corpus: Corpus, model: Model, objective: list[Loss], trainer: Trainer) -> None:
    """Reads the corpus, builds the encoder to its size, and uses every number once."""
    lines = corpus.reader.read()
    encoder = model.encoder(len(set(lines)))
    steps = range(0, len(lines) * trainer.epochs, trainer.batch_size)
    total = sum(loss.weight for loss in objective)
    print(f"{type(encoder).__name__}: {len(steps)} steps, weights {total}")
