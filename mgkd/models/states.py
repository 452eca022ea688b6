"""What goes on inside a tagger, for losses that look there."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from torch import Tensor


@dataclass(frozen=True)
class Inside:
    """What of a tagger's inner states is wanted.

    Attributes:
        hidden: the vectors of every layer.
        attention: the queries, keys and values of every attention layer.
    """

    hidden: bool = False
    attention: bool = False

    def __bool__(self) -> bool:
        return self.hidden or self.attention

    def __str__(self) -> str:
        said = {"hidden states": self.hidden, "attention": self.attention}
        return " and ".join(what for what, wanted in said.items() if wanted)


@dataclass(frozen=True)
class Attention:
    """What one attention layer compares, head by head, at the tokens of the sentences.

    A tagger that reads pieces compares pieces, special ones too. Here are the tokens alone: each
    has the mean over those of its pieces that are pooled, which is the query (key, value) of their
    mean state, since the projections are linear. So what is computed from it is near to what the
    layer itself computes, and equal where every token is one piece and nothing else is read.

    Attributes:
        query, key, value: [B, T, heads, width of a head]; padding holds anything finite.
    """

    query: Tensor
    key: Tensor
    value: Tensor

    @classmethod
    def of_heads(cls, heads: int, query: Tensor, key: Tensor, value: Tensor) -> "Attention":
        """From [B, T, D], where the heads lie one behind the other."""
        return cls(*(part.unflatten(2, (heads, -1)) for part in (query, key, value)))


class Heads(NamedTuple):
    """The heads of an attention layer: how many, and how wide each is."""

    count: int
    width: int


@dataclass(frozen=True)
class StateSizes:
    """The shapes of states, which are the same for all sentences.

    Attributes:
        hidden: width of each layer.
        attention: heads of each attention layer.
    """

    hidden: tuple[int, ...]
    attention: tuple[Heads, ...]


@dataclass(frozen=True)
class States:
    """The inner states of a tagger on a batch, a row a token whatever pieces or windows it reads.

    Attributes:
        hidden: [B, T, D_l], from the tokens' vectors by themselves (layer 0) up to what the decoder
            reads; padding holds anything finite. While training, what is dropped between two layers
            is zero here too.
        attention: of the attention layers from the lowest up, where wanted.
    """

    hidden: tuple[Tensor, ...] = ()
    attention: tuple[Attention, ...] = ()

    def __add__(self, above: "States") -> "States":
        """These and those of the layers above them."""
        return States(self.hidden + above.hidden, self.attention + above.attention)

    def each(self, change: Callable[[Tensor], Tensor]) -> "States":
        """The same with every tensor changed."""
        attention = (Attention(*map(change, (a.query, a.key, a.value))) for a in self.attention)
        return States(tuple(map(change, self.hidden)), tuple(attention))

    def tensors(self) -> list[Tensor]:
        """All of them."""
        inside = [part for a in self.attention for part in (a.query, a.key, a.value)]
        return [*self.hidden, *inside]

    @property
    def sizes(self) -> StateSizes:
        return StateSizes(
            tuple(layer.shape[-1] for layer in self.hidden),
            tuple(Heads(*layer.query.shape[-2:]) for layer in self.attention),
        )


class Seen(NamedTuple):
    """What a part of a tagger gives [B, T, D], and the states on the way to it."""

    output: Tensor
    states: States
