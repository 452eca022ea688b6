"""Structured configs for all components, so that keys and types are checked when they are merged.

Each choice of a component is a config of its own in the group that it belongs to.
"""

from dataclasses import dataclass, field
from typing import Any

from hydra.core.config_store import ConfigStore
from omegaconf import MISSING

TOY = "benchmarks.config.toy"


@dataclass
class Reader:
    _target_: str = MISSING
    path: str = MISSING
    limit: int = 100


@dataclass
class ColumnReader(Reader):
    _target_: str = f"{TOY}.ColumnReader"


@dataclass
class TextReader(Reader):
    _target_: str = f"{TOY}.TextReader"


@dataclass
class Encoder:
    _target_: str = MISSING
    _partial_: bool = True


@dataclass
class BiLSTM(Encoder):
    _target_: str = f"{TOY}.BiLSTM"
    hidden_size: int = MISSING
    dropout: float = 0.0


@dataclass
class CNN(Encoder):
    _target_: str = f"{TOY}.CNN"
    width: int = 3


@dataclass
class Loss:
    _target_: str = MISSING
    weight: float = 1.0


@dataclass
class GoldNLL(Loss):
    _target_: str = f"{TOY}.GoldNLL"


@dataclass
class KBest(Loss):
    _target_: str = f"{TOY}.KBest"
    k: int = MISSING


@dataclass
class Flat(Loss):
    _target_: str = "plugin.Flat"


@dataclass
class Optimizer:
    _target_: str = MISSING
    lr: float = 1e-3


@dataclass
class AdamW(Optimizer):
    _target_: str = f"{TOY}.AdamW"


@dataclass
class SGD(Optimizer):
    _target_: str = f"{TOY}.SGD"
    momentum: float = 0.0


@dataclass
class Corpus:
    _target_: str = f"{TOY}.Corpus"
    reader: Reader = MISSING


@dataclass
class Model:
    _target_: str = f"{TOY}.Model"
    encoder: Encoder = MISSING


@dataclass
class Trainer:
    _target_: str = f"{TOY}.Trainer"
    epochs: int = MISSING
    batch_size: int = MISSING
    optimizer: Optimizer = MISSING


@dataclass
class Experiment:
    corpus: Corpus = field(default_factory=Corpus)
    model: Model = field(default_factory=Model)
    objective: dict[str, Loss] = field(default_factory=dict)
    trainer: Trainer = field(default_factory=Trainer)
    variables: dict[str, Any] = field(default_factory=dict)


CHOICES = (
    ("corpus/reader", "columns", ColumnReader),
    ("corpus/reader", "text", TextReader),
    ("model/encoder", "bilstm", BiLSTM),
    ("model/encoder", "cnn", CNN),
    ("loss", "gold_nll", GoldNLL),
    ("loss", "kbest", KBest),
    ("loss", "flat", Flat),
    ("trainer/optimizer", "adamw", AdamW),
    ("trainer/optimizer", "sgd", SGD),
)


def store() -> None:
    """Gives every config its name."""
    registered = ConfigStore.instance()
    registered.store(name="experiment", node=Experiment)
    for group, name, node in CHOICES:
        registered.store(group=group, name=name, node=node)
