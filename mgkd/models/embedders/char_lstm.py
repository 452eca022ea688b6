"""The characters of a token, read by a bidirectional LSTM."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from pydantic import PositiveInt
from torch import Tensor, nn
from torch.nn.utils.rnn import pack_padded_sequence

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


@embedders.register("char_lstm")
class CharacterLSTM(Embedder):
    """The last state of each direction of an LSTM over the characters of a token.

    Each distinct token of a batch is read once, beside tokens of similar length, and nothing of a
    long token is cut off; but it takes as many steps as it has characters, which `char_cnn` does
    not.

    Source: Lample et al. 2016, section 4.1.

    Args:
        size: width of a character's vector.
        hidden_size: width of each direction; the output is twice as wide.
        min_count: occurrences in the training sentences that earn a character a vector; those of
            rarer ones train the one for unknown characters.
        dropout: probability of dropping an element of the output while training.
    """

    def __init__(
        self,
        size: PositiveInt = 25,
        hidden_size: PositiveInt = 25,
        min_count: PositiveInt = 2,
        dropout: Fraction = 0.5,
    ) -> None:
        super().__init__()
        self.size = size
        self.hidden_size = hidden_size
        self.min_count = min_count
        self.output_size = 2 * hidden_size
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
        self.lstm = nn.LSTM(self.size, self.hidden_size, batch_first=True, bidirectional=True)

    def encode(self, tokens: Sequence[str]) -> Spelling:
        return self.speller.encode(tokens)

    def collate(self, encodings: Sequence[Spelling]) -> SpellingInputs:
        return collate_spellings(encodings)

    def forward(self, inputs: SpellingInputs) -> Tensor:
        return self.dropout(inputs.read(self._vectors))

    def _vectors(self, group: Tensor) -> Tensor:
        packed = pack_padded_sequence(
            self.characters(group),
            lengths_of(group).cpu(),
            batch_first=True,
            enforce_sorted=False,
        )
        _, (last, _) = self.lstm(packed)  # [2, W, hidden_size]
        return last.transpose(0, 1).flatten(1)

    def describe(self) -> str:
        return "characters by an LSTM"
