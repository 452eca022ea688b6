"""Scores of some labels only."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

import torch
from torch import Tensor

from mgkd.data import Sentence
from mgkd.distillation.answer import Answer, Answers
from mgkd.distillation.voices import Grammar
from mgkd.models.batch import prefix_mask

BATCH = 32  # answers whose sums are taken together


class TopLabels:
    """Leaves out the scores of all but m labels of each token.

    Of each grammar those with the highest marginals are kept, always including the label of its
    best sequence, so that there is a legal one. The others are -inf: the distribution is the
    teacher's, given that every token has one of its m labels.

    Args:
        grammars: of the emissions.
        count: m.
    """

    def __init__(self, grammars: Sequence[Grammar], count: int) -> None:
        self._grammars = grammars
        self._count = count

    def of(self, answers: Answers) -> Iterator[tuple[Sentence, Answer]]:
        """The same answers with fewer scores, taken some at a time."""
        given = iter(answers)
        while batch := list(islice(given, BATCH)):
            sentences, found = zip(*batch, strict=True)
            yield from zip(sentences, self(found), strict=True)

    def __call__(self, answers: Sequence[Answer]) -> list[Answer]:
        """The same answers with fewer scores."""
        columns = zip(*(answer.emissions for answer in answers), strict=True)
        few = [self._few(grammar, c) for grammar, c in zip(self._grammars, columns, strict=True)]
        return [
            replace(answer, emissions=emissions)
            for answer, emissions in zip(answers, zip(*few, strict=True), strict=True)
        ]

    def _few(self, grammar: Grammar, emissions: Sequence[Tensor]) -> list[Tensor]:
        if self._count >= len(grammar.labels):
            return list(emissions)
        mask = prefix_mask([len(part) for part in emissions])
        padded = torch.nn.utils.rnn.pad_sequence(list(emissions), batch_first=True)
        chain = grammar.chain(padded, mask)
        rank = chain.marginals().scatter(2, chain.viterbi().paths.unsqueeze(2), 2.0)
        places = rank.topk(self._count, dim=2).indices
        kept = torch.zeros_like(rank, dtype=torch.bool).scatter_(2, places, True)
        few = padded.masked_fill(~kept, -torch.inf)
        return [part[:length] for part, length in zip(few, map(len, emissions), strict=True)]
