"""Who can be asked about sentences."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import replace

import torch
from torch import Tensor

from mgkd.config import UserError
from mgkd.crf import LinearChain
from mgkd.data import Labels, Sentence
from mgkd.distillation.answer import Answer
from mgkd.distillation.needs import Needs
from mgkd.distillation.voices import Grammar
from mgkd.models import Tagger, TokenClassifier
from mgkd.models.legality import legal_part

PROBE = Sentence(("x",))  # any sentence will do to see what does not depend on it


class Annotator(ABC):
    """Knows the best label sequences of any sentence, and the scores that they come from.

    Attributes:
        labels: the label set that they are written in.
    """

    labels: Labels

    @abstractmethod
    def answer(self, sentences: Sequence[Sentence], asked: Needs) -> list[Answer]:
        """What is asked of each sentence of one batch; paths are legal."""

    @abstractmethod
    def grammars(self) -> tuple[Grammar, ...]:
        """Of the emissions that it answers with, in their order."""

    @abstractmethod
    def parameter_count(self) -> int:
        """How many numbers it was trained in."""

    def to(self, device: str) -> None:
        """Let its network run on a torch device; the sums over label sequences stay on the CPU.

        Raises:
            UserError: when it cannot.
        """
        if torch.device(device).type != "cpu":
            raise UserError(f"this teacher cannot run on {device}; take --device cpu")


class ChainAnnotator(Annotator):
    """One whose knowledge is a linear chain, so that its best sequences are exact.

    The scores of its chain other than emissions are the same for all sentences.
    """

    @abstractmethod
    def chain(self, sentences: Sequence[Sentence]) -> LinearChain:
        """The chain over the legal label sequences of one batch, a row a sentence; no gradient."""

    def answer(self, sentences: Sequence[Sentence], asked: Needs) -> list[Answer]:
        return answers_of(self.chain(sentences), asked)

    def grammars(self) -> tuple[Grammar, ...]:
        return (Grammar.of(self.chain([PROBE]), self.labels),)


class TaggerAnnotator(ChainAnnotator):
    """A trained tagger.

    One without transition scores can rate illegal sequences; those are left out, and the
    log-probabilities are relative to the legal ones, since a student may rule them out.
    """

    def __init__(self, tagger: Tagger) -> None:
        self.tagger = tagger
        self.labels = tagger.labels

    @torch.no_grad()
    def chain(self, sentences: Sequence[Sentence]) -> LinearChain:
        training = self.tagger.training
        self.tagger.eval()
        try:
            # Without gold spans, whose types the tagger may not know.
            encoded = [self.tagger.encode(sentence.without_spans()) for sentence in sentences]
            batch = self.tagger.collate(encoded).to(self.tagger.device)
            return legal_part(_on_cpu(self.tagger(batch).chain), self.labels)
        finally:
            self.tagger.train(training)

    def parameter_count(self) -> int:
        return self.tagger.parameter_count()

    def to(self, device: str) -> None:
        self.tagger.to(torch.device(device))


class ClassifierAnnotator(ChainAnnotator):
    """A model for token classification; of its sequences only legal ones, as of a `Softmax`."""

    def __init__(self, classifier: TokenClassifier) -> None:
        self.classifier = classifier
        self.labels = classifier.labels

    def chain(self, sentences: Sequence[Sentence]) -> LinearChain:
        return legal_part(self.classifier.chain(sentences), self.labels)

    def parameter_count(self) -> int:
        return self.classifier.parameter_count()

    def to(self, device: str) -> None:
        self.classifier.to(device)


def _on_cpu(chain: LinearChain) -> LinearChain:
    if chain.emissions.device.type == "cpu":
        return chain
    scores = (chain.emissions, chain.transitions, chain.start, chain.end, chain.mask)
    return LinearChain(*(part.cpu() for part in scores))


def answers_of(chain: LinearChain, asked: Needs) -> list[Answer]:
    """What is asked of every row, without padding and without invalid paths."""
    best = _best_paths(chain, asked.paths)
    if not asked.scores:
        return best
    return [
        replace(answer, emissions=(emissions[:length].float().cpu(),))
        for answer, emissions, length in zip(
            best, chain.emissions.detach(), chain.lengths.tolist(), strict=True
        )
    ]


def _best_paths(chain: LinearChain, k: int) -> list[Answer]:
    if k == 0:
        return [
            Answer(torch.zeros(0, length, dtype=torch.int16), torch.zeros(0))
            for length in chain.lengths.tolist()
        ]
    best = chain.kbest(k)
    return without_padding(best.paths, chain.log_prob(best.paths), best.valid, chain.lengths)


def without_padding(
    paths: Tensor, log_probs: Tensor, valid: Tensor, lengths: Tensor
) -> list[Answer]:
    """Rows of paths [B, k, T] with log_probs and valid [B, k], of which the valid come first."""
    paths, log_probs = paths.to(torch.int16).cpu(), log_probs.float().cpu()
    counts = valid.sum(dim=1).tolist()
    return [
        Answer(paths[row, :count, :length].clone(), log_probs[row, :count].clone())
        for row, (count, length) in enumerate(zip(counts, lengths.tolist(), strict=True))
    ]
