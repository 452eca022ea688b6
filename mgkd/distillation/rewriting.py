"""Label sequences of one label set written in another."""

import torch
from torch import Tensor
from torch.nn.functional import pad

from mgkd.data import Labels, Sentence, Span, scheme_named

OUTSIDE = 0  # the id of "O" in every label set


class Rewriting:
    """Carries legal label sequences over by the entities that they spell.

    Legal sequences and sets of entities correspond one to one in every scheme, so different
    sequences stay different and legal ones legal. A tag is rewritten by what it and its neighbours
    say alone: whether its entity goes on to the left, whether to the right, and whether an entity
    of the same type ends right before it, which IOB1 asks. So a table does the work.

    Args:
        source: the label set of the sequences.
        target: the one that they are to be written in.

    Raises:
        ValueError: when the target lacks a type of the source.
    """

    def __init__(self, source: Labels, target: Labels) -> None:
        lacking = [kind for kind in source.types if kind not in target.types]
        if lacking:
            raise ValueError(f"{target} lacks {', '.join(lacking)}, which {source} has")
        self.is_identity = source == target
        scheme = scheme_named(source.scheme)
        tags = [scheme.parse(tag) for tag in source.tags]
        self._continues = torch.tensor([[scheme.continues(a, b) for b in tags] for a in tags])
        self._types = torch.tensor([_number(source, tag.label) for tag in tags])
        self._table = _table(target, [tag.label for tag in tags])

    def __call__(self, paths: Tensor) -> Tensor:
        """The same sequences, [..., T] of any integers; padding at their ends is 0 and stays so."""
        if self.is_identity:
            return paths
        tags = paths.long()
        before = pad(tags, (1, 0), value=OUTSIDE)[..., :-1]
        behind = pad(tags, (0, 1), value=OUTSIDE)[..., 1:]
        on_the_left = self._continues[before, tags]
        on_the_right = self._continues[tags, behind]
        touching = ~on_the_left & (self._types[before] == self._types[tags])
        rewritten = self._table[touching.long(), on_the_left.long(), on_the_right.long(), tags]
        return rewritten.to(paths.dtype)


def _number(labels: Labels, kind: str) -> int:
    return labels.types.index(kind) if kind else -1


def _table(target: Labels, kinds: list[str]) -> Tensor:
    """[touching, goes on to the left, goes on to the right, tag of the source] -> target's tag."""
    table = torch.full((2, 2, 2, len(kinds)), OUTSIDE)
    for tag, kind in enumerate(kinds):
        if kind:
            first, middle, last = _written(target, kind, 3)
            [only] = _written(target, kind, 1)
            table[:, :, :, tag] = torch.tensor([[only, first], [last, middle]])
            table[1, 0, 0, tag] = _written(target, kind, 1, touching=True)[0]
            table[1, 0, 1, tag] = _written(target, kind, 3, touching=True)[0]
    return table


def _written(labels: Labels, kind: str, length: int, *, touching: bool = False) -> list[int]:
    """Tag ids of an entity of this length; touching: right behind another of its type."""
    before = [Span(0, 1, kind)] if touching else []
    tokens = len(before) + length
    sentence = Sentence(("x",) * tokens, (*before, Span(len(before), tokens, kind)))
    return labels.encode(sentence)[len(before) :]
