"""Scores of some labels only are the teacher's distribution over those."""

import pytest
import torch

from mgkd.distillation import KnowledgeStore, Needs, Recorded
from mgkd.distillation.store import TopLabels

CPU = torch.device("cpu")


def chains(header, answer):
    emissions = answer.emissions[0].unsqueeze(0)
    return header.grammars[0].chain(emissions, torch.ones(emissions.shape[:2], dtype=torch.bool))


@pytest.mark.parametrize("count", [1, 2, 4, 9, 20])
def test_it_is_the_distribution_given_these_labels(scored, count):
    header, pairs = scored(["abcd", "e", "fg"], Needs(2, True))
    few = TopLabels(header.grammars, count)([answer for _, answer in pairs])
    for (_, before), after in zip(pairs, few, strict=True):
        whole, part = chains(header, before), chains(header, after)
        kept = part.emissions.isfinite()
        assert (kept.sum(dim=2) == min(count, 9)).all()
        assert torch.allclose(part.marginals(), whole.restrict(kept).marginals(), atol=1e-6)
        assert torch.equal(part.viterbi().paths, whole.viterbi().paths)
        assert torch.equal(after.paths, before.paths)


def test_the_likeliest_labels_are_kept(scored):
    header, pairs = scored(["abcd"], Needs(1, True))
    [(_, before)] = pairs
    [after] = TopLabels(header.grammars, 3)([before])
    marginals, best = chains(header, before).marginals()[0], before.paths[0].tolist()
    for token, kept in enumerate(after.emissions[0].isfinite()):
        others = [n for n in marginals[token].argsort(descending=True).tolist() if n != best[token]]
        assert kept.nonzero().flatten().tolist() == sorted([best[token], *others[:2]])


def test_stored_they_take_less_and_are_what_they_were(tmp_path, scored):
    texts = ["abcdefgh" * 5, "e", "fg"]
    sizes = []
    for top_labels in (None, 3):
        header, pairs = scored(texts, Needs(1, True), top_labels)
        store = KnowledgeStore(tmp_path / str(top_labels))
        assert store.add(header, pairs) == 3
        sizes.append(store.size)
    assert sizes[1] < sizes[0]
    known = store.knowledge(Recorded(Needs(0, True), 3))
    few = TopLabels(header.grammars, 3)([answer for _, answer in pairs])
    for (sentence, _), expected in zip(pairs, few, strict=True):
        found = known.of([sentence], CPU).marginals()
        assert torch.allclose(found, chains(header, expected).marginals(), atol=5e-3)
