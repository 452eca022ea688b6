"""Vectors from a pretrained transformer, aligned to the tokens of the sentence."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Self

import torch
from pydantic import Field, NonNegativeInt, PositiveInt
from torch import Tensor, nn

from mgkd.config import Arguments, Deferred, Problem, UserError, obey
from mgkd.config.leaves import Fraction
from mgkd.data import Sentence
from mgkd.models.embedders.attention import Overheard, overheard
from mgkd.models.embedders.base import Embedder, embedders
from mgkd.models.embedders.blocks import Frozen, checkpoint_gradients, freeze_layers
from mgkd.models.embedders.layer_choice import Layers
from mgkd.models.embedders.model_folder import folder_is_a_model
from mgkd.models.embedders.pieces import (
    PieceEncoding,
    PieceInputs,
    Pooling,
    collate_pieces,
    encode_pieces,
    pieces_of,
    pool_pieces,
)
from mgkd.models.states import Attention, Inside, Seen, States

if TYPE_CHECKING:
    from mgkd.models.embedders.checkpoints import Pretrained

ASSETS = "encoder"  # folder with the architecture's config and the tokenizer


def kept_layers_ascend(config: Arguments) -> Iterator[Problem]:
    kept = config["keep_layers"]
    if isinstance(kept, list) and any(low >= high for low, high in pairwise(kept)):
        yield config.problem("keep_layers", "must be in ascending order, each once")


def something_is_checkpointed(config: Arguments) -> Iterator[Problem]:
    if config["gradient_checkpointing"] and config["freeze"] == "all":
        yield config.problem("gradient_checkpointing", "what is frozen has no gradient to compute")


@embedders.register("pretrained_transformer")
class PretrainedTransformer(Embedder):
    """The hidden states of a transformer of the transformers library.

    Every token (word or character) is split into pieces by the model's own fast tokenizer; its
    vector is that of its first or last piece or the mean over its pieces, where a space that the
    tokenizer keeps apart from the token does not count. A token that the tokenizer drops (a control
    character, U+FFFD) gets the unknown piece, so that tokens and vectors always correspond.
    Sentences beyond the model's limit are read in overlapping windows.

    Layers are counted from 1; `layers` and `freeze` count those that `keep_layers` leaves. Frozen
    parameters are left out of the optimizer.

    Args:
        model: a name on the hub or a folder in the transformers format.
        pooling: `first` or `last` piece of a token or the `mean` of them.
        layers: whose states; null: the output of the whole transformer.
        keep_layers: start from so many of the first layers, or from these (a student, as in Sun
            et al. 2019, PKD; Sanh et al. 2019, DistilBERT, takes every second); null: all.
        freeze: `embeddings`, or so many of the first layers and the embeddings, or `all`, which
            switches off the transformer's own dropout too; null: nothing.
        dropout: probability of dropping an element of the output while training.
        overlap: pieces that neighbouring windows of a long sentence share at least.
        limit: pieces per window, special ones included; by default what the model allows.
        gradient_checkpointing: while training, compute states twice instead of keeping them:
            less memory, more time, the same gradient.
    """

    rules = (folder_is_a_model, kept_layers_ascend, something_is_checkpointed)
    attends = True

    def __init__(
        self,
        model: str,
        pooling: Pooling = "first",
        layers: Deferred[Layers] | None = None,
        keep_layers: PositiveInt | Annotated[list[PositiveInt], Field(min_length=1)] | None = None,
        freeze: Frozen | None = None,
        dropout: Fraction = 0.1,
        overlap: NonNegativeInt = 64,
        limit: PositiveInt | None = None,
        gradient_checkpointing: bool = False,
    ) -> None:
        super().__init__()
        obey(
            (kept_layers_ascend, something_is_checkpointed),
            keep_layers=keep_layers,
            freeze=freeze,
            gradient_checkpointing=gradient_checkpointing,
        )
        self.model = model
        self.pooling = pooling
        self.keep_layers = keep_layers
        self.freeze = freeze
        self.overlap = overlap
        self.limit = limit
        self.gradient_checkpointing = gradient_checkpointing
        self.dropout = nn.Dropout(dropout)
        self._choose_layers = layers

    def prepare(self, sentences: Iterable[Sentence]) -> None:
        # Imported here and below: the transformers library takes a second, and a config's check can
        # do without.
        from mgkd.models.embedders import checkpoints, truncation

        pretrained = checkpoints.load_pretrained(self.model)
        if self.keep_layers is not None:
            pretrained = truncation.keep_layers(pretrained, self.keep_layers)
        self.adopt(pretrained)

    def save_assets(self, directory: Path) -> None:
        folder = directory / ASSETS
        self.transformer.config.save_pretrained(folder)
        self.tokenizer.save_pretrained(folder)

    def load_assets(self, directory: Path) -> None:
        from mgkd.models.embedders import checkpoints

        self.adopt(checkpoints.load_architecture(directory / ASSETS))

    def adopt(self, pretrained: "Pretrained") -> None:
        """Become usable with a model that was loaded.

        Raises:
            UserError: when `limit` or `overlap` does not fit it, or layers cannot be told apart.
        """
        self.transformer = pretrained.transformer
        self.tokenizer = pretrained.tokenizer
        self.special = pretrained.special
        self.output_size = pretrained.width
        self.capacity = self._capacity(pretrained)
        depth = self.transformer.config.num_hidden_layers
        self.layers = self._choose_layers(depth=depth) if self._choose_layers else None
        freeze_layers(self.transformer, self.freeze, self.layers.highest if self.layers else depth)
        if self.gradient_checkpointing:
            checkpoint_gradients(self.transformer)
        self.train(self.training)

    def _capacity(self, pretrained: "Pretrained") -> int:
        """How many pieces of a sentence a window holds."""
        room = self.limit or pretrained.limit
        if room > pretrained.limit:
            raise UserError(
                f"{self.model} reads at most {pretrained.limit} pieces at once; "
                f"set embedder.limit to that or less, not to {room}"
            )
        capacity = room - len(self.special.prefix) - len(self.special.suffix)
        if capacity <= self.overlap:
            raise UserError(
                f"{self.model} reads at most {room} pieces at once, which an overlap of "
                f"{self.overlap} leaves no room for; set embedder.overlap below {capacity}"
            )
        return capacity

    def train(self, mode: bool = True) -> Self:
        super().train(mode)
        if self.freeze == "all":
            self.transformer.eval()
        return self

    def encode(self, tokens: Sequence[str]) -> PieceEncoding:
        # The limit does not matter here: `collate` cuts windows.
        owned = pieces_of(tokens, self.tokenizer.backend_tokenizer)
        return encode_pieces(owned, self.pooling, self.special)

    def collate(self, encodings: Sequence[PieceEncoding]) -> PieceInputs:
        return collate_pieces(encodings, self.special, self.capacity, self.overlap)

    def forward(self, inputs: PieceInputs) -> Tensor:
        if self.layers is None:
            return self._pooled(self._read(inputs, every_layer=False)[-1], inputs)
        return self._pooled(self.layers(self._read(inputs)), inputs)

    def look(self, inputs: PieceInputs, inside: Inside) -> Seen:
        """A layer a block behind that of the embeddings; the last is the transformer's output."""
        with overheard(self.transformer, inside.attention) as attention:
            states = self._read(inputs)
        chosen = states[-1] if self.layers is None else self.layers(states)
        hidden = tuple(pool_pieces(layer, inputs) for layer in states)
        told = tuple(_at_tokens(layer, inputs) for layer in attention)
        return Seen(self._pooled(chosen, inputs), States(hidden, told))

    def _pooled(self, states: Tensor, inputs: PieceInputs) -> Tensor:
        return self.dropout(pool_pieces(states, inputs))

    def _read(self, inputs: PieceInputs, every_layer: bool = True) -> list[Tensor]:
        """[W, P, H]: the states of every layer, the embeddings' first, or of the last alone."""
        with torch.set_grad_enabled(torch.is_grad_enabled() and self.freeze != "all"):
            output = self.transformer(
                input_ids=inputs.pieces,
                attention_mask=inputs.attention,
                output_hidden_states=every_layer,
            )
        # Of some models the last of the hidden states is that before the final norm.
        below = output.hidden_states[:-1] if every_layer else ()
        return [*below, output.last_hidden_state]

    def describe(self) -> str:
        return f"pretrained {self.model}"

    def provenance(self) -> dict[str, str]:
        from mgkd.models.embedders import checkpoints

        return {"model": checkpoints.identity(self.model)}

    def token_vectors(self, tokens: Sequence[str]) -> Tensor:
        """[N, D]: the mean over each token's pieces of the vectors that the first layer reads.

        A space that the tokenizer keeps apart from the word does not count.
        """
        encoding = self.encode(tokens)
        table = self.transformer.get_input_embeddings().weight
        pairs = zip(encoding.pieces, encoding.owners, strict=True)
        counted = [(piece, owner) for piece, owner in pairs if piece not in self.special.blanks]
        pieces, owners = torch.tensor(counted, device=table.device).unbind(dim=1)
        summed = table.new_zeros(len(tokens), table.shape[1]).index_add(0, owners, table[pieces])
        return summed / torch.bincount(owners, minlength=len(tokens)).unsqueeze(1)


def _at_tokens(layer: Overheard, inputs: PieceInputs) -> Attention:
    parts = (layer.query, layer.key, layer.value)
    return Attention.of_heads(layer.heads, *(pool_pieces(part, inputs) for part in parts))
