"""The tagger: embedder, encoder and decoder joined."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from mgkd.config import Deferred, Supplied
from mgkd.crf import LinearChain
from mgkd.data import Labels, Sentence
from mgkd.models.batch import Batch, EncodedSentence, label_ids, pad_ids, prefix_mask
from mgkd.models.decoders import Decoder
from mgkd.models.embedders import Embedder
from mgkd.models.encoders import Encoder
from mgkd.models.equip import Equip
from mgkd.models.states import Inside, Seen, States, StateSizes

NOTHING = Inside()
PROBE = Sentence(("x",))  # any sentence tells the sizes of states


@dataclass(frozen=True)
class TaggerOutput:
    """What a tagger says of a batch.

    Attributes:
        chain: the distribution over label sequences.
        hidden: [B, T, D] what the decoder saw.
        labels: the label set of the chain.
        states: what of its inner states was wanted; None where nothing was.
    """

    chain: LinearChain
    hidden: Tensor
    labels: Labels
    states: States | None = None


class Tagger(nn.Module):
    """Sentences in, a distribution over their label sequences out.

    Args:
        embedder: tokens to vectors.
        encoder: vectors to vectors in context; None where the embedder's know their context.
        decoder: vectors to a `LinearChain`.
        labels: the label set of the chain.
        equip: makes the parts usable: `learning_from` the training sentences and perhaps a
            teacher, or `assets_in` a run directory.
    """

    def __init__(
        self,
        embedder: Embedder,
        decoder: Deferred[Decoder],
        encoder: Deferred[Encoder] | None = None,
        *,
        labels: Supplied[Labels],
        equip: Supplied[Equip],
    ) -> None:
        super().__init__()
        equip.prepare(embedder)
        equip.inherit(embedder)
        self.labels = labels
        self.embedder = embedder
        self.encoder = encoder(input_size=embedder.output_size) if encoder else None
        size = self.encoder.output_size if self.encoder else embedder.output_size
        self.decoder = decoder(input_size=size, labels=labels)
        equip.inherit(self.decoder)

    def encode(self, sentence: Sentence) -> EncodedSentence:
        """All that is computed from a sentence once, before any epoch.

        Raises:
            DataError: when the sentence has an entity type that the label set lacks.
        """
        return EncodedSentence(
            sentence, self.embedder.encode(sentence.tokens), label_ids(sentence, self.labels)
        )

    def collate(self, encoded: Sequence[EncodedSentence]) -> Batch:
        """Encoded sentences as one padded batch, on the CPU."""
        return Batch(
            sentences=tuple(item.sentence for item in encoded),
            inputs=self.embedder.collate([item.encoding for item in encoded]),
            mask=prefix_mask([len(item) for item in encoded]),
            labels=pad_ids([item.labels or [0] * len(item) for item in encoded]),
            labelled=torch.tensor([item.labels is not None for item in encoded]),
        )

    def forward(self, batch: Batch, inside: Inside = NOTHING) -> TaggerOutput:
        """What it says of a batch.

        Args:
            inside: what of its inner states is wanted besides.
        """
        if inside:
            hidden, states = self.look(batch, inside)
            return TaggerOutput(self.decoder(hidden, batch.mask), hidden, self.labels, states)
        hidden = self.embedder(batch.inputs)
        if self.encoder is not None:
            hidden = self.encoder(hidden, batch.mask)
        return TaggerOutput(self.decoder(hidden, batch.mask), hidden, self.labels)

    def look(self, batch: Batch, inside: Inside) -> Seen:
        """What the decoder reads, and the states on the way to it, those of the embedder first.

        Raises:
            UserError: when attention is wanted and cannot be told.
        """
        below = self.embedder.look(batch.inputs, inside)
        if self.encoder is None:
            return below
        above = self.encoder.look(below.output, batch.mask, inside)
        return Seen(above.output, below.states + above.states)

    @torch.no_grad()
    def state_sizes(self, inside: Inside) -> StateSizes:
        """The shapes of what `look` gives.

        Raises:
            UserError: as `look` does.
        """
        training = self.training
        self.eval()
        try:
            batch = self.collate([self.encode(PROBE)]).to(self.device)
            return self.look(batch, inside).states.sizes
        finally:
            self.train(training)

    @property
    def device(self) -> torch.device:
        return next(self.parameters()).device

    def parameter_count(self) -> int:
        return sum(parameter.numel() for parameter in self.parameters())
