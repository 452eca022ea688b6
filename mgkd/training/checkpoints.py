"""Checkpoints: all that a training needs to go on as if it had never stopped.

A checkpoint is a folder `epoch-0003` with

    model.safetensors   weights and buffers
    state.pt            optimizer, loss scaler and random number generators, as torch saves them
    progress.json       history and the states of callbacks

Reading one never executes code from it: safetensors and JSON hold data only, and torch is told to
load weights only.
"""

import json
import pickle
import re
import shutil
from dataclasses import asdict, dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load as parse_safetensors
from safetensors.torch import save as format_safetensors
from torch import Tensor

from mgkd.config.errors import UserError
from mgkd.files import write_folder
from mgkd.training.records import EpochRecord

WEIGHTS = "model.safetensors"
STATE = "state.pt"
PROGRESS = "progress.json"
FOLDER = re.compile(r"epoch-(\d{4,})")

Weights = dict[str, Tensor]


@dataclass(frozen=True)
class Progress:
    """How far a training was.

    Attributes:
        seed: of the training.
        monitor: the metric that decides which epoch is best.
        device: the kind it ran on, such as "cpu" or "cuda".
        steps_per_epoch: updates of the first epoch.
        history: the epochs done; the last is the checkpoint's.
        callbacks: states of callbacks, by `Callback.name`.
    """

    seed: int
    monitor: str
    device: str
    steps_per_epoch: int
    history: list[EpochRecord]
    callbacks: dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Checkpoint:
    """A training at the end of an epoch.

    Attributes:
        weights: the model's state, on the CPU.
        updater: the state of the `Updater`.
        generators: states of the random number generators, of every process.
        progress: everything else.
    """

    weights: Weights
    updater: dict[str, Any]
    generators: list[dict[str, Any]]
    progress: Progress

    @property
    def epoch(self) -> int:
        return self.progress.history[-1].epoch


class Checkpoints:
    """The checkpoints in a folder: the latest one, and that of the best epoch."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def epochs(self) -> list[int]:
        """The epochs that have a checkpoint, rising."""
        if not self.folder.is_dir():
            return []
        names = [FOLDER.fullmatch(path.name) for path in self.folder.iterdir()]
        return sorted(int(name[1]) for name in names if name)

    def save(self, checkpoint: Checkpoint, best_epoch: int) -> None:
        """Adds a checkpoint; when it is safe, takes away all but itself and the best epoch's.

        Raises:
            UserError: when there is no space, or the place cannot be written; the checkpoints
                there before stay.
        """
        state = {"updater": checkpoint.updater, "generators": checkpoint.generators}
        write_folder(
            self._at(checkpoint.epoch),
            {
                WEIGHTS: format_safetensors(checkpoint.weights),
                STATE: _torch_bytes(state),
                PROGRESS: json.dumps(asdict(checkpoint.progress), indent=1).encode(),
            },
        )
        for epoch in set(self.epochs()) - {checkpoint.epoch, best_epoch}:
            shutil.rmtree(self._at(epoch))

    def load(self, epoch: int) -> Checkpoint:
        """The checkpoint of an epoch.

        Raises:
            UserError: when it cannot be read.
        """
        path = self._at(epoch) / PROGRESS
        try:
            tree = json.loads(path.read_bytes())
            history = [EpochRecord(**record) for record in tree.pop("history")]
            progress = Progress(history=history, **tree)
            path = self._at(epoch) / STATE
            state = torch.load(path, map_location="cpu", weights_only=True)
            updater, generators = state["updater"], state["generators"]
        except (OSError, ValueError, TypeError, KeyError, RuntimeError) as error:
            raise _unreadable(path, error) from error
        except pickle.UnpicklingError as error:
            raise _unreadable(path, "it holds more than data, or is damaged") from error
        return Checkpoint(self.weights(epoch), updater, generators, progress)

    def weights(self, epoch: int) -> Weights:
        """The weights of an epoch's checkpoint.

        Raises:
            UserError: when they cannot be read.
        """
        path = self._at(epoch) / WEIGHTS
        try:
            return parse_safetensors(path.read_bytes())
        except (OSError, SafetensorError) as error:
            raise _unreadable(path, error) from error

    def _at(self, epoch: int) -> Path:
        return self.folder / f"epoch-{epoch:04d}"


def weights_of(model: torch.nn.Module) -> Weights:
    """A copy of a model's weights and buffers on the CPU, shared ones written out each."""
    return {
        name: tensor.detach().to("cpu", copy=True).contiguous()
        for name, tensor in model.state_dict().items()
    }


def _torch_bytes(value: Any) -> bytes:
    # Through memory, since torch's own file writer hides that a disk is full.
    buffer = BytesIO()
    torch.save(value, buffer)
    return buffer.getvalue()


def _unreadable(path: Path, why: Exception | str) -> UserError:
    return UserError(
        f"{path}: this checkpoint cannot be read ({why}); "
        f"remove {path.parent} to resume from an earlier one, or to begin anew"
    )
