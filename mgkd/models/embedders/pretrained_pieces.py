"""Vectors of word pieces that begin as a pretrained model's."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import torch
from pydantic import PositiveInt
from torch import Tensor, nn

from mgkd.config.leaves import Fraction
from mgkd.data import Sentence
from mgkd.files import read_json, write_json
from mgkd.models.embedders.bags import BagEncoding, BagInputs, collate_bags
from mgkd.models.embedders.base import Embedder, embedders
from mgkd.models.embedders.model_folder import folder_is_a_model
from mgkd.models.embedders.pieces import SpecialPieces, counted_pieces, pieces_of
from mgkd.models.embedders.projection import as_wide_as_new, principal_components

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerBase

ASSETS = "pieces"
SIZES = "sizes.json"


@embedders.register("pretrained_pieces")
class PretrainedPieces(Embedder):
    """The mean of the vectors of a token's pieces, which begin as a pretrained model's.

    The pieces are those of the model's own tokenizer, so that a token that occurs nowhere in the
    training sentences has a vector too. Nothing else of the model is kept.

    The vectors x that the model's first layer reads are brought to `size` dimensions by principal
    components without centring, y = c V'x, where the columns of V are the eigenvectors of
    sum_x x x' with the greatest eigenvalues, the sum over the pieces that occur in the training
    sentences. The number c is such that the elements of their vectors have a mean square of 1, as
    those of a new embedding: a model's are far smaller, and a few updates would leave nothing of
    what they began as.

    Args:
        model: a name on the hub or a folder in the transformers format.
        size: width of a vector.
        dropout: probability of dropping an element of the output while training.
        trainable: whether training changes the vectors.
    """

    rules = (folder_is_a_model,)

    def __init__(
        self,
        model: str,
        size: PositiveInt = 100,
        dropout: Fraction = 0.5,
        trainable: bool = True,
    ) -> None:
        super().__init__()
        self.model = model
        self.output_size = size
        self.trainable = trainable
        self.dropout = nn.Dropout(dropout)

    @torch.no_grad()
    def prepare(self, sentences: Iterable[Sentence]) -> None:
        # Imported here and below: the transformers library takes a second, and a config's check can
        # do without.
        from mgkd.models.embedders import checkpoints

        pretrained = checkpoints.load_pretrained(self.model)
        rows = pretrained.transformer.get_input_embeddings().weight
        self._adopt(pretrained.tokenizer, pretrained.special, len(rows))
        occurring = torch.zeros(len(rows), dtype=torch.bool)
        for sentence in sentences:
            occurring[torch.tensor(self.encode(sentence.tokens).parts)] = True
        vectors = principal_components(rows, self.output_size, occurring)
        self.pieces.weight.copy_(as_wide_as_new(vectors, occurring))

    def save_assets(self, directory: Path) -> None:
        self.tokenizer.save_pretrained(directory / ASSETS)
        write_json(directory / SIZES, {"pieces": self.pieces.num_embeddings})

    def load_assets(self, directory: Path) -> None:
        from mgkd.models.embedders import checkpoints

        tokenizer, special = checkpoints.load_tokenizer(directory / ASSETS)
        self._adopt(tokenizer, special, read_json(directory / SIZES)["pieces"])

    def _adopt(
        self, tokenizer: "PreTrainedTokenizerBase", special: SpecialPieces, count: int
    ) -> None:
        self.tokenizer, self.special = tokenizer, special
        self.pieces = nn.EmbeddingBag(count, self.output_size, mode="mean")
        self.pieces.requires_grad_(self.trainable)

    def encode(self, tokens: Sequence[str]) -> BagEncoding:
        owned = pieces_of(tokens, self.tokenizer.backend_tokenizer)
        return BagEncoding.of(counted_pieces(own, self.special) for own in owned)

    def collate(self, encodings: Sequence[BagEncoding]) -> BagInputs:
        return collate_bags(encodings)

    def forward(self, inputs: BagInputs) -> Tensor:
        return self.dropout(self._means(inputs))

    def _means(self, inputs: BagInputs) -> Tensor:
        """[B, T, size]; zeros on padding."""
        return self.pieces(inputs.parts, inputs.starts).view(inputs.rows, -1, self.output_size)

    def token_vectors(self, tokens: Sequence[str]) -> Tensor:
        """[N, size]: the mean over each token's pieces."""
        inputs = self.collate([self.encode(tokens)])
        return self._means(inputs.to(self.pieces.weight.device))[0]

    def describe(self) -> str:
        return f"vectors of pieces that begin as those of {self.model}"

    def provenance(self) -> dict[str, str]:
        from mgkd.models.embedders import checkpoints

        return {"model": checkpoints.identity(self.model)}
