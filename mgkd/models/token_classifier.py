"""A token-classification model of the transformers library, as it is used in production."""

from collections.abc import Sequence

import torch

from mgkd.crf import LinearChain
from mgkd.data import Sentence
from mgkd.models.batch import prefix_mask
from mgkd.models.embedders.pieces import Pooling
from mgkd.models.embedders.pretrained import PretrainedTransformer
from mgkd.models.label_mapping import LabelMapping


class TokenClassifier:
    """Sentences in, a chain without transition scores out: a softmax over each token's tags.

    A token's logits are those of its first or last piece, or the mean over its pieces; pieces,
    windows and tokens go together as `PretrainedTransformer` has it.

    Args:
        model: a name on the hub or a folder in the transformers format.
        mapping: what its labels stand for.
        pooling: `first`, `last` or `mean`.
        overlap, limit: as for `PretrainedTransformer`.

    Raises:
        UserError: when the model cannot be found, read or used.
    """

    def __init__(
        self,
        model: str,
        mapping: LabelMapping,
        pooling: Pooling = "first",
        overlap: int = 64,
        limit: int | None = None,
    ) -> None:
        from mgkd.models.embedders import checkpoints

        self.mapping = mapping
        self.labels = mapping.labels
        self._logits = PretrainedTransformer(
            model, pooling=pooling, dropout=0.0, overlap=overlap, limit=limit
        )
        self._logits.adopt(checkpoints.load_token_classifier(model))
        self._logits.eval()
        self._device = torch.device("cpu")

    def to(self, device: str) -> None:
        """Let the model run on a torch device."""
        self._device = torch.device(device)
        self._logits.to(self._device)

    @torch.no_grad()
    def chain(self, sentences: Sequence[Sentence]) -> LinearChain:
        """A row a sentence, on the CPU; sequences that the scheme forbids are possible."""
        encoded = [self._logits.encode(sentence.tokens) for sentence in sentences]
        inputs = self._logits.collate(encoded).to(self._device)
        emissions = self.mapping(self._logits(inputs).cpu())
        return LinearChain(emissions, mask=prefix_mask([len(sentence) for sentence in sentences]))

    def parameter_count(self) -> int:
        return sum(parameter.numel() for parameter in self._logits.parameters())


def label_names(model: str) -> list[str]:
    """The model's own labels, by their ids; its weights are not read.

    Raises:
        UserError: when the model cannot be found.
    """
    from mgkd.models.embedders import checkpoints

    return checkpoints.label_names(model)
