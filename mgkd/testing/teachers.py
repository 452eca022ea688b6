"""Teachers that need no training."""

from collections.abc import Container, Sequence

import torch
from torch import Generator

from mgkd.crf import LinearChain
from mgkd.data import Labels, Sentence
from mgkd.distillation import Grammar, Knowledge, Needs
from mgkd.distillation.annotators import answers_of
from mgkd.models.legality import legal_part


def guesses(
    labels: Labels,
    sentences: Sequence[Sentence],
    asked: Needs,
    generator: Generator,
    certain: Container[int] = (),
) -> Knowledge:
    """What is asked of each sentence, by random scores.

    Args:
        certain: indices of sentences of which the teacher holds a single label sequence possible.
    """
    entries = {}
    for index, sentence in enumerate(sentences):
        emissions = 2 * torch.randn(1, len(sentence), len(labels), generator=generator)
        if index in certain:
            emissions[:, :, 1:] = -torch.inf
        chain = legal_part(LinearChain(emissions), labels)
        [entries[sentence.fingerprint]] = answers_of(chain, asked)
    grammars = (Grammar.of(chain, labels),) if asked.scores else ()
    return Knowledge(labels, asked, entries, grammars)
