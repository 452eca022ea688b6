"""What an embedder promises."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, ClassVar

from torch import Tensor, nn

from mgkd.config import Registry
from mgkd.data import Sentence
from mgkd.models.batch import Inputs
from mgkd.models.heritage import Heritage
from mgkd.models.states import Inside, Seen, States


class Embedder(nn.Module, ABC):
    """Tokens in, one vector a token out.

    An embedder is constructed from its config alone and becomes usable by exactly one of
    `prepare` (before training: vocabularies from sentences, pretrained weights by name) and
    `load_assets` (a saved run: everything from its folder, without a network). Both set
    `output_size` and create the parameters.

    Attributes:
        inherits: whether it cannot be trained without a teacher to inherit from.
        attends: whether there may be attention layers in it, so that `look` tells of them.
    """

    output_size: int
    inherits: ClassVar[bool] = False
    attends: ClassVar[bool] = False

    @abstractmethod
    def prepare(self, sentences: Iterable[Sentence]) -> None:
        """Take what is needed from the training sentences and from pretrained models."""

    @abstractmethod
    def save_assets(self, directory: Path) -> None:
        """Write all that is needed besides the weights (vocabulary, tokenizer, sizes)."""

    @abstractmethod
    def load_assets(self, directory: Path) -> None:
        """Become what `save_assets` described; weights are loaded afterwards by the caller."""

    @abstractmethod
    def encode(self, tokens: Sequence[str]) -> Any:
        """What `collate` needs of one sentence; computed once per sentence and kept.

        In memory it may be anything; kept on disk are numbers, texts, lists, tuples, arrays of the
        module array, and dataclasses of these that are defined beside the embedder.
        """

    @abstractmethod
    def collate(self, encodings: Sequence[Any]) -> Inputs:
        """Several sentences' encodings as padded tensors."""

    @abstractmethod
    def forward(self, inputs: Any) -> Tensor:
        """[B, T, output_size]: a vector for every token; padding holds anything finite."""

    def look(self, inputs: Any, inside: Inside) -> Seen:
        """What `forward` gives and, on the way to it, the states that are wanted.

        An embedder has one layer, which is its output, unless it says otherwise.

        Raises:
            UserError: when it has attention layers, which are wanted and cannot be told.
        """
        output = self(inputs)
        return Seen(output, States((output,)))

    def inherit(self, teacher: Heritage) -> None:
        """Take over what it can from the teacher's tagger, after `prepare`; nothing unless an
        embedder says otherwise.

        It may change values, never shapes: a plan is made without a teacher.

        Raises:
            UserError: when the teacher has not what it asks for.
        """

    def token_vectors(self, tokens: Sequence[str]) -> Tensor | None:
        """[N, D]: the vector of each token by itself, before any context.

        None where an embedder has none, unless it says otherwise.
        """
        return None

    def describe(self) -> str:
        """For people, in a few words: which embedder this is; may be asked before `prepare`."""
        return type(self).__name__

    def provenance(self) -> dict[str, str]:
        """Config values that stand for outside content, with a digest of that content.

        The keys are paths within the embedder's config, such as `model` or `embedders[0].file`.
        A run's fingerprint uses the digest instead of the value, so that a pretrained model is
        known by what it is and not by the path it was read from.
        """
        return {}


embedders: Registry[Embedder] = Registry("embedders", noun="embedder", base=Embedder)
