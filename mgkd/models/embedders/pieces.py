"""Tokens as the pieces of a pretrained model's tokenizer, in windows, and back to tokens."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING, Literal

import torch
from torch import Tensor

from mgkd.models.batch import pad_ids
from mgkd.models.embedders.windows import windows

if TYPE_CHECKING:
    from tokenizers import Tokenizer

Pooling = Literal["first", "last", "mean"]


@dataclass(frozen=True)
class SpecialPieces:
    """Ids of the pieces with a meaning of their own.

    Attributes:
        prefix, suffix: around a text, as the tokenizer itself places them.
        unknown: for a token that has no piece.
        padding: behind the shorter ones of several texts.
        blanks: pieces that are the space before a word and nothing else.
    """

    prefix: list[int]
    suffix: list[int]
    unknown: int
    padding: int
    blanks: frozenset[int]


@dataclass(frozen=True)
class PieceEncoding:
    """The pieces of a sentence.

    Attributes:
        pieces: their ids.
        owners: for each, the index of its token.
        pooled: for each, whether its state takes part in its token's vector.
    """

    pieces: list[int]
    owners: list[int]
    pooled: list[bool]


@dataclass(frozen=True)
class PieceInputs:
    """W windows of at most P pieces, and where each kept piece goes.

    Attributes:
        pieces: [W, P] piece ids.
        attention: [W, P] 1 on pieces, 0 on padding.
        source: [N] flat positions in [W * P] of the pieces that are pooled.
        target: [N] flat positions in [B * T] of the tokens that they belong to.
        rows, columns: B and T.
    """

    pieces: Tensor
    attention: Tensor
    source: Tensor
    target: Tensor
    rows: int
    columns: int

    def to(self, device: torch.device) -> "PieceInputs":
        moved = (t.to(device) for t in (self.pieces, self.attention, self.source, self.target))
        return PieceInputs(*moved, rows=self.rows, columns=self.columns)


def pieces_of(tokens: Sequence[str], tokenizer: "Tokenizer") -> list[list[int]]:
    """The ids of each token's pieces, none where the tokenizer drops it."""
    # What the library puts around its tokenizer takes a third of the time when a sentence comes
    # alone.
    encoded = tokenizer.encode(list(tokens), is_pretokenized=True, add_special_tokens=False)
    owned: list[list[int]] = [[] for _ in tokens]
    for piece, owner in zip(encoded.ids, encoded.word_ids, strict=True):
        owned[owner].append(piece)
    return owned


def encode_pieces(
    owned: Sequence[Sequence[int]], pooling: Pooling, special: SpecialPieces
) -> PieceEncoding:
    """The encoding of a sentence, from the ids of each token's pieces.

    A token without a piece, or with nothing but the space before it, gets the unknown piece. A
    space that the tokenizer keeps apart from the rest of the token stays in the text and is not
    pooled, since it would be the same for all tokens: for XLM-R, before every Chinese character.
    """
    encoding = PieceEncoding([], [], [])
    for owner, own in enumerate(owned):
        ids, start = _told_apart(own, special)
        encoding.pieces.extend(ids)
        encoding.owners.extend([owner] * len(ids))
        encoding.pooled.extend(_pooled(pooling, start, len(ids)))
    return encoding


def counted_pieces(own: Sequence[int], special: SpecialPieces) -> Sequence[int]:
    """Of a token's pieces those that `encode_pieces` pools where it takes the mean."""
    ids, start = _told_apart(own, special)
    return ids[start:]


def _told_apart(own: Sequence[int], special: SpecialPieces) -> tuple[Sequence[int], int]:
    """A token's pieces, at least one, and where those behind the space before it begin."""
    spaces = len(list(takewhile(special.blanks.__contains__, own)))
    return (own, spaces) if spaces < len(own) else ([special.unknown], 0)


def _pooled(pooling: Pooling, start: int, size: int) -> list[bool]:
    """For each of `size` pieces of a token whether it is pooled; from `start` on they may be."""
    begin = size - 1 if pooling == "last" else start
    end = start + 1 if pooling == "first" else size
    return [False] * begin + [True] * (end - begin) + [False] * (size - end)


def collate_pieces(
    encodings: Sequence[PieceEncoding], special: SpecialPieces, capacity: int, overlap: int
) -> PieceInputs:
    """Sentences as windows of at most `capacity` pieces besides the special ones."""
    columns = max(encoding.owners[-1] + 1 for encoding in encodings)
    rows: list[list[int]] = []
    kept: list[tuple[int, int, int]] = []  # window, position in it, token's flat position
    for index, encoding in enumerate(encodings):
        for window in windows(len(encoding.pieces), capacity, overlap):
            shift = len(special.prefix) - window.start
            for piece in range(window.keep_start, window.keep_end):
                if encoding.pooled[piece]:
                    token = index * columns + encoding.owners[piece]
                    kept.append((len(rows), piece + shift, token))
            middle = encoding.pieces[window.start : window.end]
            rows.append([*special.prefix, *middle, *special.suffix])
    pieces = pad_ids(rows, special.padding)
    width = pieces.shape[1]
    return PieceInputs(
        pieces=pieces,
        attention=pad_ids([[1] * len(row) for row in rows]),
        source=torch.tensor([row * width + position for row, position, _ in kept]),
        target=torch.tensor([token for _, _, token in kept]),
        rows=len(encodings),
        columns=columns,
    )


def pool_pieces(states: Tensor, inputs: PieceInputs) -> Tensor:
    """[W, P, H] states of the pieces -> [B, T, H], the mean over each token's pooled ones."""
    flat = states.flatten(0, 1)
    summed = flat.new_zeros(inputs.rows * inputs.columns, flat.shape[1])
    summed = summed.index_add(0, inputs.target, flat[inputs.source])
    counts = torch.bincount(inputs.target, minlength=len(summed)).clamp(min=1)
    return (summed / counts.unsqueeze(1)).view(inputs.rows, inputs.columns, -1)
