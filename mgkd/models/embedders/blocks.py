"""The stack of blocks inside a transformer of any architecture, and how much of it is trained."""

from collections.abc import Iterator
from typing import Literal

from pydantic import PositiveInt
from torch import nn

from mgkd.config import UserError

Frozen = Literal["embeddings", "all"] | PositiveInt


def stack_of(transformer: nn.Module) -> tuple[str, nn.ModuleList]:
    """The list of a transformer's blocks, and its name.

    Raises:
        UserError: when not exactly one list has as many as the architecture's config says.
    """
    depth = transformer.config.num_hidden_layers
    found: dict[str, nn.ModuleList] = {}
    for name, module in transformer.named_modules():
        inside = any(name.startswith(f"{outer}.") for outer in found)
        if isinstance(module, nn.ModuleList) and len(module) == depth and not inside:
            found[name] = module
    if len(found) != 1:
        raise UserError(
            f"the {depth} layers of {type(transformer).__name__} are not one list of modules, so "
            "they cannot be told apart; do without embedder.keep_layers, embedder.layers of type "
            "'single', and embedder.freeze other than 'all'"
        )
    return found.popitem()


def freeze_layers(transformer: nn.Module, frozen: Frozen | None, highest: int) -> None:
    """Takes parameters out of training.

    Args:
        frozen: the embeddings, or they and so many of the first layers, or all; None: nothing.
        highest: the highest layer whose states are used; what lies above it is frozen too.

    Raises:
        UserError: when there are fewer layers, or they cannot be told apart.
    """
    depth = transformer.config.num_hidden_layers
    if frozen == "all":
        transformer.requires_grad_(False)
        return
    if frozen is None and highest == depth:
        return
    lowest = {None: -1, "embeddings": 0}.get(frozen, frozen)
    if lowest > depth:
        raise UserError(
            f"{type(transformer).__name__} has {depth} layers; set embedder.freeze to that, to "
            f"fewer or to 'all', not to {frozen}"
        )
    behind = depth + 1
    for parameter, layer in _by_layer(transformer):
        used = layer <= (behind if highest == depth else highest)
        parameter.requires_grad_(lowest < layer and used)


def _by_layer(transformer: nn.Module) -> Iterator[tuple[nn.Parameter, int]]:
    """Every parameter with its layer: 0 before the blocks, depth + 1 behind them."""
    name_of_stack, blocks = stack_of(transformer)
    layers = {id(p): number for number, block in enumerate(blocks, 1) for p in block.parameters()}
    before = True
    for name, parameter in transformer.named_parameters():
        before = before and not name.startswith(f"{name_of_stack}.")
        yield parameter, 0 if before else layers.get(id(parameter), len(blocks) + 1)


def checkpoint_gradients(transformer: nn.Module) -> None:
    """Computes states anew for the gradient instead of keeping them.

    Raises:
        UserError: when the architecture cannot do that.
    """
    # The library's older versions have only the second name, and newer ones deprecate it.
    enable = getattr(transformer, "activation_checkpointing_enable", None)
    enable = enable or transformer.gradient_checkpointing_enable
    transformer.config.use_cache = False  # of a decoder; the library warns where it is set
    try:
        enable({"use_reentrant": False})
    except ValueError as error:
        raise UserError(f"{error}\nSet embedder.gradient_checkpointing to false.") from error
