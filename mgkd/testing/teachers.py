"""Teachers that need no training."""

from collections.abc import Container, Sequence

import torch
from torch import Generator

from mgkd.crf import LinearChain
from mgkd.data import Labels, Sentence
from mgkd.distillation import Knowledge
from mgkd.distillation.annotators import best_paths
from mgkd.models.legality import legal_part


def guesses(
    labels: Labels,
    sentences: Sequence[Sentence],
    k: int,
    generator: Generator,
    certain: Container[int] = (),
) -> Knowledge:
    """The k best legal label sequences of each sentence by random scores.

    Args:
        certain: indices of sentences of which the teacher holds a single label sequence possible.
    """
    entries = {}
    for index, sentence in enumerate(sentences):
        emissions = 2 * torch.randn(1, len(sentence), len(labels), generator=generator)
        if index in certain:
            emissions[:, :, 1:] = -torch.inf
        chain = legal_part(LinearChain(emissions), labels)
        [entries[sentence.fingerprint]] = best_paths(chain, k)
    return Knowledge(labels, k, entries)
