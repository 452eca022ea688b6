"""A teacher that runs alongside the training of its student."""

from collections.abc import Sequence

import torch

from mgkd.data import Sentence
from mgkd.models import EncodedSentence, Inside, States, StateSizes, Tagger


class Alongside:
    """A teacher's tagger, which looks at each batch of its student's sentences.

    It is no module: it is not trained, not saved, and stays in evaluation mode.

    Args:
        tagger: the teacher's; its parameters are frozen.
        inside: what is wanted of its states.
        keep: whether to keep what it makes of a sentence before reading it, so that this is done
            once; not of corpora larger than memory.
    """

    def __init__(self, tagger: Tagger, inside: Inside, keep: bool = True) -> None:
        self.tagger = tagger.eval().requires_grad_(False)
        self.inside = inside
        self._kept: dict[str, EncodedSentence] | None = {} if keep else None

    def sizes(self) -> StateSizes:
        """Shapes of its states.

        Raises:
            UserError: when it has not what is wanted.
        """
        return self.tagger.state_sizes(self.inside)

    @torch.no_grad()
    def states(self, sentences: Sequence[Sentence], device: torch.device) -> States:
        """On a batch, a row a sentence, padded to the longest."""
        self.tagger.to(device)
        batch = self.tagger.collate([self._encoded(sentence) for sentence in sentences])
        return self.tagger.look(batch.to(device), self.inside).states

    def _encoded(self, sentence: Sentence) -> EncodedSentence:
        # Without gold spans, whose types the teacher may not know.
        if self._kept is None:
            return self.tagger.encode(sentence.without_spans())
        if sentence.fingerprint not in self._kept:
            encoded = self.tagger.encode(sentence.without_spans())
            self._kept[sentence.fingerprint] = encoded
        return self._kept[sentence.fingerprint]
