"""Tokens as sequences of characters, each distinct token of a batch once."""

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import torch
from torch import Tensor, nn

from mgkd.data import Sentence, Vocabulary
from mgkd.files import read_json, write_json
from mgkd.models.batch import pad_ids

CHARACTERS = "characters.json"


@dataclass(frozen=True)
class Spelling:
    """characters: ids of all characters of a sentence's tokens; ends: where each token ends."""

    characters: array
    ends: array


@dataclass(frozen=True)
class SpellingInputs:
    """The distinct tokens of a batch, and where they stand.

    Attributes:
        groups: each [W, C] character ids of W tokens, 0 behind their ends.
        places: [B, T] for each token its row in all groups together; anything on padding.
    """

    groups: tuple[Tensor, ...]
    places: Tensor

    def to(self, device: torch.device) -> "SpellingInputs":
        groups = tuple(group.to(device) for group in self.groups)
        return SpellingInputs(groups, self.places.to(device))

    def read(self, vectors_of: Callable[[Tensor], Tensor]) -> Tensor:
        """[B, T, D]: for every token what `vectors_of`, [W, C] to [W, D], makes of it."""
        return torch.cat([vectors_of(group) for group in self.groups])[self.places]


class Speller:
    """Characters as numbers.

    Args:
        vocabulary: the known characters.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary

    @classmethod
    def of(cls, sentences: Iterable[Sentence], min_count: int) -> "Speller":
        """Knows the characters that occur at least `min_count` times."""
        tokens = (token for sentence in sentences for token in sentence.tokens)
        return cls(Vocabulary.build(tokens, min_count))

    @classmethod
    def load(cls, directory: Path) -> "Speller":
        """What `save` wrote."""
        return cls(Vocabulary.from_json(read_json(directory / CHARACTERS)))

    def save(self, directory: Path) -> None:
        write_json(directory / CHARACTERS, self.vocabulary.to_json())

    def vectors(self, size: int) -> nn.Embedding:
        """A trained vector for every character, zeros for padding."""
        return nn.Embedding(len(self.vocabulary), size, padding_idx=Vocabulary.PADDING)

    def encode(self, tokens: Sequence[str]) -> Spelling:
        characters, ends = array("i"), array("i")
        for token in tokens:
            characters.extend(self.vocabulary.ids(token))
            ends.append(len(characters))
        return Spelling(characters, ends)


def collate_spellings(encodings: Sequence[Spelling]) -> SpellingInputs:
    """Each distinct token once, beside others whose length has as many binary digits.

    Within such a group the longest token is less than twice as long as the shortest. So padding
    at most doubles a batch, and one token of thousands of characters costs its own length and
    not that of all others.
    """
    rows = [list(_tokens(encoding)) for encoding in encodings]
    groups: defaultdict[int, list[bytes]] = defaultdict(list)
    for token in dict.fromkeys(token for row in rows for token in row):
        groups[_length(token).bit_length()].append(token)
    numbers = {token: n for n, token in enumerate(t for group in groups.values() for t in group)}
    return SpellingInputs(
        groups=tuple(pad_ids([array("i", t) for t in group]) for group in groups.values()),
        places=pad_ids([[numbers[token] for token in row] for row in rows]),
    )


def lengths_of(group: Tensor) -> Tensor:
    """[W]: how many characters each row of [W, C] ids has."""
    return (group != Vocabulary.PADDING).sum(dim=1)


def _tokens(encoding: Spelling) -> Iterable[bytes]:
    """The character ids of each token, as bytes: these can be looked up."""
    for start, end in pairwise([0, *encoding.ends]):
        yield encoding.characters[start:end].tobytes()


def _length(token: bytes) -> int:
    return len(token) // array("i").itemsize
