"""Vectors from a pretrained transformer, aligned to the tokens of the sentence."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import torch
from pydantic import NonNegativeInt, PositiveInt
from torch import Tensor, nn

from mgkd.config import Arguments, Problem, UserError
from mgkd.config.leaves import Fraction
from mgkd.data import Sentence
from mgkd.models.batch import pad_ids
from mgkd.models.embedders.base import FOLDER, Embedder, embedders
from mgkd.models.embedders.windows import windows

if TYPE_CHECKING:
    from mgkd.models.embedders.checkpoints import Pretrained

ASSETS = "encoder"  # folder with the architecture's config and the tokenizer


@dataclass(frozen=True)
class PieceEncoding:
    """pieces: ids of the sentence's pieces; owners: for each, the index of its token."""

    pieces: list[int]
    owners: list[int]


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


def folder_is_a_model(config: Arguments) -> Iterator[Problem]:
    """Of a folder only: what the hub has can be told when it is asked."""
    folder = Path(config["model"])
    try:
        if folder.is_dir() and not (folder / "config.json").is_file():
            yield config.problem("model", f"the folder {folder} has no config.json\n{FOLDER}")
        elif config["model"].startswith((".", "/", "~")) and not folder.is_dir():
            yield config.problem("model", f"no such encoder folder: {config['model']}\n{FOLDER}")
    except OSError as error:
        yield config.problem("model", f"{folder}: {error.strerror}")


@embedders.register("pretrained_transformer")
class PretrainedTransformer(Embedder):
    """The last hidden states of a transformer of the transformers library.

    Every token (word or character) is split into pieces by the model's own fast tokenizer; its
    vector is that of its first piece or the mean over its pieces. A token that the tokenizer
    drops (a control character, U+FFFD) gets the unknown piece, so that tokens and vectors
    always correspond. Sentences beyond the model's limit are read in overlapping windows.

    Args:
        model: a name on the hub or a folder in the transformers format.
        pooling: `first` piece or `mean` of the pieces of a token.
        dropout: probability of dropping an element of the output while training.
        overlap: pieces that neighbouring windows of a long sentence share at least.
        limit: pieces per window, special ones included; by default what the model allows.
    """

    rules = (folder_is_a_model,)

    def __init__(
        self,
        model: str,
        pooling: Literal["first", "mean"] = "first",
        dropout: Fraction = 0.1,
        overlap: NonNegativeInt = 64,
        limit: PositiveInt | None = None,
    ) -> None:
        super().__init__()
        self.model = model
        self.pooling = pooling
        self.overlap = overlap
        self.limit = limit
        self.dropout = nn.Dropout(dropout)

    def prepare(self, sentences: Iterable[Sentence]) -> None:
        # Imported here and below: the transformers library takes a second, and a config's check can
        # do without.
        from mgkd.models.embedders import checkpoints

        self._adopt(checkpoints.load_pretrained(self.model))

    def save_assets(self, directory: Path) -> None:
        folder = directory / ASSETS
        self.transformer.config.save_pretrained(folder)
        self.tokenizer.save_pretrained(folder)

    def load_assets(self, directory: Path) -> None:
        from mgkd.models.embedders import checkpoints

        self._adopt(checkpoints.load_architecture(directory / ASSETS))

    def _adopt(self, pretrained: "Pretrained") -> None:
        self.transformer = pretrained.transformer
        self.tokenizer = pretrained.tokenizer
        self.special = pretrained.special
        self.output_size = self.transformer.config.hidden_size
        room = self.limit or pretrained.limit
        if room > pretrained.limit:
            raise UserError(
                f"{self.model} reads at most {pretrained.limit} pieces at once; "
                f"set embedder.limit to that or less, not to {room}"
            )
        self.capacity = room - len(self.special.prefix) - len(self.special.suffix)
        if self.capacity <= self.overlap:
            raise UserError(
                f"{self.model} reads at most {room} pieces at once, which an overlap of "
                f"{self.overlap} leaves no room for; set embedder.overlap below {self.capacity}"
            )

    def encode(self, tokens: Sequence[str]) -> PieceEncoding:
        # The limit does not matter here: `collate` cuts windows, so the warning would mislead.
        encoded = self.tokenizer(
            list(tokens), is_split_into_words=True, add_special_tokens=False, verbose=False
        )
        owned: list[list[int]] = [[] for _ in tokens]
        for piece, owner in zip(encoded.input_ids, encoded.word_ids(), strict=True):
            owned[owner].append(piece)
        unknown = [self.special.unknown]
        pairs = [(p, owner) for owner, ids in enumerate(owned) for p in (ids or unknown)]
        return PieceEncoding([piece for piece, _ in pairs], [owner for _, owner in pairs])

    def collate(self, encodings: Sequence[PieceEncoding]) -> PieceInputs:
        columns = max(encoding.owners[-1] + 1 for encoding in encodings)
        rows: list[list[int]] = []
        kept: list[tuple[int, int, int]] = []  # window, position in it, token's flat position
        for index, encoding in enumerate(encodings):
            for window in windows(len(encoding.pieces), self.capacity, self.overlap):
                shift = len(self.special.prefix) - window.start
                for piece in range(window.keep_start, window.keep_end):
                    if self.pooling == "mean" or self._is_first(encoding.owners, piece):
                        token = index * columns + encoding.owners[piece]
                        kept.append((len(rows), piece + shift, token))
                middle = encoding.pieces[window.start : window.end]
                rows.append([*self.special.prefix, *middle, *self.special.suffix])
        pieces = pad_ids(rows, self.special.padding)
        width = pieces.shape[1]
        return PieceInputs(
            pieces=pieces,
            attention=pad_ids([[1] * len(row) for row in rows]),
            source=torch.tensor([row * width + position for row, position, _ in kept]),
            target=torch.tensor([token for _, _, token in kept]),
            rows=len(encodings),
            columns=columns,
        )

    @staticmethod
    def _is_first(owners: list[int], piece: int) -> bool:
        return piece == 0 or owners[piece - 1] != owners[piece]

    def forward(self, inputs: PieceInputs) -> Tensor:
        states = self.transformer(
            input_ids=inputs.pieces, attention_mask=inputs.attention
        ).last_hidden_state.flatten(0, 1)
        summed = states.new_zeros(inputs.rows * inputs.columns, self.output_size)
        summed = summed.index_add(0, inputs.target, states[inputs.source])
        counts = torch.bincount(inputs.target, minlength=len(summed)).clamp(min=1)
        pooled = summed / counts.unsqueeze(1)
        return self.dropout(pooled.view(inputs.rows, inputs.columns, self.output_size))

    def describe(self) -> str:
        return f"pretrained {self.model}"

    def provenance(self) -> dict[str, str]:
        from mgkd.models.embedders import checkpoints

        return {"model": checkpoints.identity(self.model)}

    def token_vectors(self, tokens: Sequence[str]) -> Tensor:
        """[N, D]: the mean over each token's pieces of the vectors that the first layer reads."""
        encoding = self.encode(tokens)
        table = self.transformer.get_input_embeddings().weight
        owners = torch.tensor(encoding.owners, device=table.device)
        summed = table.new_zeros(len(tokens), table.shape[1])
        summed = summed.index_add(0, owners, table[encoding.pieces])
        return summed / torch.bincount(owners, minlength=len(tokens)).unsqueeze(1)
