"""What losses learn from a store is what they would learn from the teacher itself."""

from dataclasses import replace

import pytest
import torch

from mgkd.crf import LinearChain
from mgkd.distillation import Grammar, Header, KnowledgeStore, Needs, Recorded, losses
from mgkd.distillation.annotators import answers_of

CPU = torch.device("cpu")
DISTILLING = [name for name in losses.names() if losses.get(name)().asks.stored]
OF_SCORES = [name for name in DISTILLING if losses.get(name)().asks.scores]
COUNTS = [1, 2, 3, 4]  # of labels that are kept, of the five that there are


def stored(setting, folder, asked: Needs, top_labels: int | None = None):
    """What a store says of the sentences of a setting."""
    labels, chain = setting.student.labels, setting.teacher_chain
    grammars = (Grammar.of(chain, labels),) if asked.scores else ()
    header = Header("f" * 64, "", labels, Recorded(asked, top_labels), grammars)
    answers = zip(setting.batch.sentences, answers_of(chain, asked), strict=True)
    KnowledgeStore(folder).add(header, answers)
    known = KnowledgeStore(folder).knowledge(Recorded(asked, top_labels))
    return known.of(setting.batch.sentences, CPU)


def learned(loss, setting, known):
    """Values, and gradients of the student's scores."""
    chain = setting.student.chain
    parts = (chain.emissions, chain.transitions, chain.start, chain.end)
    scores = [part.clone().requires_grad_() for part in parts]
    student = replace(setting.student, chain=LinearChain(*scores, chain.mask))
    values = loss(student, known, setting.batch)
    return values.detach(), torch.autograd.grad(values.sum(), scores, materialize_grads=True)


@pytest.mark.parametrize("name", DISTILLING)
def test_a_store_says_what_the_teacher_says(setting, tmp_path, name):
    loss = losses.get(name)()
    direct = setting.knowledge(loss.asks.paths, loss.asks.scores)
    values, gradients = learned(loss, setting, direct)
    found, slopes = learned(loss, setting, stored(setting, tmp_path, loss.asks))
    # A score that is d below the highest is off by d / 2048 at most; here all are within 6.
    assert torch.allclose(found, values, rtol=3e-3, atol=3e-3)
    for slope, gradient in zip(slopes, gradients, strict=True):
        assert torch.allclose(slope, gradient, rtol=1e-2, atol=1e-2)


@pytest.mark.parametrize("count", COUNTS)
@pytest.mark.parametrize("name", OF_SCORES)
def test_of_some_labels_it_says_what_a_teacher_of_those_would(setting, tmp_path, name, count):
    """The other labels are impossible to such a teacher; nothing in it may become infinite."""
    loss = losses.get(name)()
    known = stored(setting, tmp_path, loss.asks, count)
    [voice] = known.voices
    kept = voice.chain.emissions.isfinite()
    assert (kept.sum(dim=2)[setting.batch.mask] == count).all()
    of_those = replace(setting, teacher_chain=setting.teacher_chain.restrict(kept))
    expected = replace(
        of_those.knowledge(loss.asks.paths, scores=True),
        paths=setting.knowledge(loss.asks.paths).paths,  # of the whole distribution
    )
    values, gradients = learned(loss, setting, expected)
    found, slopes = learned(loss, setting, known)
    assert values.isfinite().all()
    assert torch.allclose(found, values, rtol=3e-3, atol=3e-3)
    for slope, gradient in zip(slopes, gradients, strict=True):
        assert gradient.isfinite().all()
        assert torch.allclose(slope, gradient, rtol=1e-2, atol=1e-2)
