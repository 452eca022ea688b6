"""Asking a teacher, once per sentence."""

from collections.abc import Callable, Sequence

import torch

from mgkd.crf import LinearChain
from mgkd.data import Sentence
from mgkd.distillation.knowledge import BestPaths, Knowledge
from mgkd.models import Tagger, chains, encode_unlabelled
from mgkd.models.legality import legal_part


def annotate(
    teacher: Tagger,
    sentences: Sequence[Sentence],
    k: int,
    batch_size: int = 32,
    advance: Callable[[int, int], None] = lambda done, total: None,
) -> Knowledge:
    """The teacher's k best legal label sequences of every sentence.

    A teacher without transition scores can rate illegal sequences; those are left out, and the
    log-probabilities are relative to the legal ones, since a student may rule them out.

    Args:
        advance: called after every batch with the number of sentences done and of all.
    """
    distinct = list({sentence.fingerprint: sentence for sentence in sentences}.values())
    encoded = encode_unlabelled(teacher, distinct)
    entries: dict[str, BestPaths] = {}
    for indices, chain in chains(teacher, encoded, batch_size):
        found = best_paths(legal_part(chain, teacher.labels), k)
        for index, paths in zip(indices, found, strict=True):
            entries[distinct[index].fingerprint] = paths
        advance(len(entries), len(distinct))
    in_order = {item.fingerprint: entries[item.fingerprint] for item in distinct}
    return Knowledge(teacher.labels, k, in_order)


def best_paths(chain: LinearChain, k: int) -> list[BestPaths]:
    """The k best label sequences of every row, without padding and without invalid ones."""
    best = chain.kbest(k)
    log_probs = chain.log_prob(best.paths).float().cpu()
    paths = best.paths.to(torch.int16).cpu()
    counts = best.valid.sum(dim=1).tolist()
    lengths = chain.mask.sum(dim=1).tolist()
    return [
        BestPaths(paths[row, :count, :length].clone(), log_probs[row, :count].clone())
        for row, (count, length) in enumerate(zip(counts, lengths, strict=True))
    ]
