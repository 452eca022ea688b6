"""The characters of a token, read by a convolution."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated

import torch
from pydantic import Field, PositiveInt
from torch import Tensor, nn

from mgkd.config.leaves import Fraction
from mgkd.data import Sentence
from mgkd.models.embedders.base import Embedder, embedders
from mgkd.models.embedders.spelling import (
    Speller,
    Spelling,
    SpellingInputs,
    collate_spellings,
    lengths_of,
)


@embedders.register("char_cnn")
class CharacterCNN(Embedder):
    """What a convolution finds in the characters of each token.

    v_f = tanh max_i (w_f . [c_i; ...; c_{i+width-1}] + b_f), over all windows that touch the
    token, with zeros before and behind it

    Each distinct token of a batch is read once, beside tokens of similar length. However long a
    token is, nothing of it is cut off, and the memory that a batch takes grows with the characters
    in it, not with its longest token times the number of its tokens.

    Source: Ma & Hovy 2016, section 2.1; Chiu & Nichols 2016; the tanh as in Kim et al. 2016.

    Args:
        size: width of a character's vector.
        filters: how many filters of each width.
        widths: how many characters a filter sees; the output has `filters` numbers for each.
        min_count: occurrences in the training sentences that earn a character a vector; those of
            rarer ones train the one for unknown characters.
        dropout: probability of dropping an element of the output while training.
    """

    def __init__(
        self,
        size: PositiveInt = 30,
        filters: PositiveInt = 30,
        widths: Annotated[tuple[PositiveInt, ...], Field(min_length=1)] = (3,),
        min_count: PositiveInt = 2,
        dropout: Fraction = 0.5,
    ) -> None:
        super().__init__()
        self.size = size
        self.filters = filters
        self.widths = widths
        self.min_count = min_count
        self.output_size = filters * len(widths)
        self.dropout = nn.Dropout(dropout)

    def prepare(self, sentences: Iterable[Sentence]) -> None:
        self._create(Speller.of(sentences, self.min_count))

    def save_assets(self, directory: Path) -> None:
        self.speller.save(directory)

    def load_assets(self, directory: Path) -> None:
        self._create(Speller.load(directory))

    def _create(self, speller: Speller) -> None:
        self.speller = speller
        self.characters = speller.vectors(self.size)
        self.convolutions = nn.ModuleList(
            nn.Conv1d(self.size, self.filters, width, padding=width - 1) for width in self.widths
        )

    def encode(self, tokens: Sequence[str]) -> Spelling:
        return self.speller.encode(tokens)

    def collate(self, encodings: Sequence[Spelling]) -> SpellingInputs:
        return collate_spellings(encodings)

    def forward(self, inputs: SpellingInputs) -> Tensor:
        return self.dropout(inputs.read(self._vectors))

    def _vectors(self, group: Tensor) -> Tensor:
        characters = self.characters(group).transpose(1, 2)  # [W, size, C], zeros on padding
        found = [
            _largest(convolution(characters), group, width)
            for width, convolution in zip(self.widths, self.convolutions, strict=True)
        ]
        return torch.cat(found, dim=1).tanh()

    def describe(self) -> str:
        return "characters by a convolution"


def _largest(found: Tensor, group: Tensor, width: int) -> Tensor:
    """[W, F] from [W, F, C + width - 1]: over the windows with a character of the token in them."""
    windows = torch.arange(found.shape[2], device=found.device)
    beyond = windows >= (lengths_of(group) + width - 1).unsqueeze(1)
    return found.masked_fill(beyond.unsqueeze(1), -torch.inf).amax(dim=2)
