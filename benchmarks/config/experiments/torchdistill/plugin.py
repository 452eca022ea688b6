"""The parts of the experiment that torchdistill does not bring along."""

import os
from pathlib import Path

import torch
from torch import nn
from torch.utils.data import Dataset
from torchdistill.losses.registry import register_low_level_loss
from torchdistill.models.registry import register_model


class Lines(Dataset):
    """Opens the corpus when the first line, or their number, is asked for, and not before."""

    def __init__(self, path: str, limit: int = 100) -> None:
        self.path, self.limit = path, limit

    def lines(self) -> list[str]:
        Path(os.environ["CORPUS_OPENED"]).touch()
        return Path(self.path).read_text(encoding="utf-8").splitlines()[: self.limit]

    def __len__(self) -> int:
        return len(self.lines())

    def __getitem__(self, index: int) -> tuple[torch.Tensor, int]:
        return torch.full((4,), float(len(self.lines()[index]))), index % 2


@register_model(key="tagger")
class Tagger(nn.Module):
    def __init__(self, hidden_size: int, dropout: float = 0.0) -> None:
        super().__init__()
        self.layers = nn.Sequential(nn.Linear(4, hidden_size), nn.Linear(hidden_size, 2))
        self.dropout = nn.Dropout(dropout)

    def forward(self, numbers: torch.Tensor) -> torch.Tensor:
        return self.layers(self.dropout(numbers))


@register_model(key="baseline")
class Baseline(Tagger):
    pass


@register_low_level_loss(key="gold_nll")
class GoldNLL(nn.CrossEntropyLoss):
    pass


@register_low_level_loss(key="flat")
class Flat(nn.CrossEntropyLoss):
    pass


@register_low_level_loss(key="kbest")
class KBest(nn.CrossEntropyLoss):
    def __init__(self, k: int) -> None:
        super().__init__()
        self.k = k
