import torch

from mgkd.data import Sentence, Span
from mgkd.distillation import Alongside, Needs
from mgkd.models import Inside

HIDDEN = Inside(hidden=True)
CPU = torch.device("cpu")
SENTENCES = [Sentence(tuple("abc"), (Span(0, 1, "UNHEARD"),)), Sentence(("z",))]


def test_states_are_the_taggers_without_gradient_or_dropout(teacher_tagger):
    tagger = teacher_tagger()
    beside = Alongside(tagger, HIDDEN)
    first = beside.states(SENTENCES, CPU)
    tokens = tagger.collate([tagger.encode(s.without_spans()) for s in SENTENCES])
    assert torch.equal(first.hidden[0], tagger.embedder(tokens.inputs))
    assert not first.hidden[0].requires_grad
    assert not tagger.training
    assert not any(parameter.requires_grad for parameter in tagger.parameters())
    assert beside.sizes().hidden == (8,)


def test_sentences_are_encoded_once_if_they_are_kept(teacher_tagger, monkeypatch):
    for keep, expected in ((True, 2), (False, 6)):
        tagger, seen = teacher_tagger(), []
        encode = tagger.encode
        monkeypatch.setattr(tagger, "encode", lambda s, f=encode, n=seen: (n.append(s), f(s))[1])
        beside = Alongside(tagger, HIDDEN, keep)
        found = [beside.states(SENTENCES, CPU).hidden[0] for _ in range(3)]
        assert torch.equal(found[0], found[2])
        assert len(seen) == expected


def test_needs_of_inner_states_are_not_stored():
    needs = Needs(paths=2, hidden=True) | Needs(attention=True)
    assert needs == Needs(2, hidden=True, attention=True)
    assert needs.stored == Needs(2)
    assert needs.inside == Inside(hidden=True, attention=True)
    assert not Needs(hidden=True).stored and Needs(hidden=True)
    assert Needs(hidden=True) <= needs and not needs <= Needs(2, hidden=True)
    assert str(needs) == "the 2 best label sequences and the hidden states and attention"
