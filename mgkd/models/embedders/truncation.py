"""A smaller transformer from some blocks of a pretrained one."""

import copy
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import torch
from torch import Tensor, nn
from transformers import AutoModel, PretrainedConfig

from mgkd.config import UserError
from mgkd.models.embedders.blocks import stack_of
from mgkd.models.embedders.checkpoints import Pretrained

PER_LAYER = ("layer_types", "mlp_layer_types", "attention_window")  # settings with an entry a block
PLACES = ("layer_idx", "layer_id")  # how parts of a block know its number


def keep_layers(pretrained: Pretrained, kept: int | Sequence[int]) -> Pretrained:
    """The same with some of its blocks only, between the same embeddings and final norm.

    Args:
        kept: how many of the first blocks, or which, counted from 1 and ascending.

    Raises:
        UserError: when there are fewer blocks, or one of them would do something else in its new
            place.
    """
    full = pretrained.transformer
    numbers = list(range(1, kept + 1)) if isinstance(kept, int) else list(kept)
    name, blocks = stack_of(full)
    if numbers[-1] > len(blocks):
        raise UserError(
            f"{type(full).__name__} has {len(blocks)} layers; set embedder.keep_layers to some of "
            f"them, not to {kept}"
        )
    smaller = AutoModel.from_config(_config(full.config, numbers), dtype=torch.float32)
    smaller.pooler = None
    for place, (number, block) in enumerate(zip(numbers, stack_of(smaller)[1], strict=True), 1):
        if _design(block) != _design(blocks[number - 1]):
            raise UserError(
                f"layer {number} of {type(full).__name__} is made differently from a layer "
                f"{place}, and cannot take its place; choose other embedder.keep_layers"
            )
    smaller.load_state_dict(dict(_weights(full, name, numbers)))
    return replace(pretrained, transformer=smaller)


def _config(full: PretrainedConfig, numbers: Sequence[int]) -> PretrainedConfig:
    config = copy.deepcopy(full)
    config.num_hidden_layers = len(numbers)
    for name in PER_LAYER:
        values = getattr(full, name, None)
        if isinstance(values, list):
            setattr(config, name, [values[number - 1] for number in numbers])
    return config


def _design(block: nn.Module) -> list[Any]:
    """All that determines what a block does, but for the values of its weights."""
    weights = [(name, weight.shape) for name, weight in block.state_dict().items()]
    return weights + [(name, type(part), _settings(part)) for name, part in block.named_modules()]


def _settings(module: nn.Module) -> dict[str, Any]:
    plain = {k: v for k, v in vars(module).items() if isinstance(v, bool | int | float | str)}
    return {name: value for name, value in plain.items() if name not in (*PLACES, "training")}


def _weights(full: nn.Module, stack: str, numbers: Sequence[int]) -> Iterator[tuple[str, Tensor]]:
    """The weights outside the blocks, and those of the kept blocks under their new numbers."""
    places = {str(number - 1): str(place) for place, number in enumerate(numbers)}
    for name, weight in full.state_dict().items():
        block, _, rest = name.removeprefix(f"{stack}.").partition(".")
        if not name.startswith(f"{stack}."):
            yield name, weight
        elif block in places:
            yield f"{stack}.{places[block]}.{rest}", weight
