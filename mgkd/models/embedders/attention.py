"""What the attention layers of a pretrained transformer compare, overheard while it reads."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import NamedTuple

from torch import Tensor, nn

from mgkd.config import UserError

BERT = ("query", "key", "value")
# How the projections of an attention layer are called, by the kind of model. Only kinds are here
# whose scores are products of queries and keys: with relative or rotary positions they are not.
PROJECTIONS = {
    "albert": BERT,
    "bert": BERT,
    "camembert": BERT,
    "distilbert": ("q_lin", "k_lin", "v_lin"),
    "electra": BERT,
    "ernie": BERT,
    "roberta": BERT,
    "xlm-roberta": BERT,
}


class Overheard(NamedTuple):
    """Of one layer: [W, P, heads * width of a head] each, and how many heads."""

    query: Tensor
    key: Tensor
    value: Tensor
    heads: int


@contextmanager
def overheard(transformer: nn.Module, wanted: bool) -> Iterator[list[Overheard]]:
    """A list that is filled, layer by layer, when the block is left; empty where not wanted.

    A layer that is applied several times (ALBERT's) counts as often.

    Raises:
        UserError: when the transformer is of a kind whose attention is something else.
    """
    found: list[Overheard] = []
    if not wanted:
        yield found
        return
    names = _projections(transformer)
    heard: dict[str, list[Tensor]] = {name: [] for name in names}
    with ExitStack() as stack:
        for module in transformer.modules():
            if all(isinstance(getattr(module, name, None), nn.Linear) for name in names):
                for name in names:
                    hook = partial(_hear, heard[name])
                    handle = getattr(module, name).register_forward_hook(hook)
                    stack.callback(handle.remove)
        yield found
    heads = transformer.config.num_attention_heads
    found.extend(Overheard(*parts, heads) for parts in zip(*heard.values(), strict=True))


def _hear(heard: list[Tensor], module: nn.Module, read: tuple[Tensor, ...], said: Tensor) -> None:
    heard.append(said)


def _projections(transformer: nn.Module) -> tuple[str, str, str]:
    config = transformer.config
    plain = getattr(config, "position_embedding_type", "absolute") == "absolute"
    if config.model_type not in PROJECTIONS or not plain:
        kind = config.model_type if plain else f"{config.model_type} with relative positions"
        raise UserError(
            f"the attention of a model of the kind {kind} cannot be looked into; that of "
            f"{', '.join(sorted(PROJECTIONS))} can, and that of the encoder 'transformer'; choose "
            "one of these for student and teacher, or a loss that compares hidden states "
            "(hidden_mse, hidden_cosine)"
        )
    return PROJECTIONS[config.model_type]
