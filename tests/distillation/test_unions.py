import pytest
import torch

from mgkd.config import UserError
from mgkd.data import Labels, Sentence
from mgkd.distillation import Needs, TaggerAnnotator, Union, annotate, union_of

SENTENCES = [Sentence(tuple(text)) for text in ("abc", "d")]


@pytest.fixture
def members(teacher_tagger):
    return [
        TaggerAnnotator(teacher_tagger("crf", labels=Labels(types, scheme), seed=seed))
        for seed, (types, scheme) in enumerate([(["C", "A"], "bio"), (["B"], "iob1")])
    ]


def test_it_knows_all_types_in_order(members):
    assert Union(members).labels == Labels(["C", "A", "B"], "bio")
    counts = [member.parameter_count() for member in members]
    assert Union(members).parameter_count() == sum(counts)


def test_a_type_has_one_teacher():
    with pytest.raises(UserError, match=r"teachers\[0\] and teachers\[2\] both know A"):
        union_of([Labels(["C", "A"]), Labels(["B"]), Labels(["A"])])


def test_it_has_no_label_sequences(members):
    with pytest.raises(UserError, match=r"none in common; take .*collapsed_posterior_kl"):
        Union(members).answer(SENTENCES, Needs(paths=1, scores=True))


@pytest.mark.parametrize("scheme", ["bio", "bioes"])
def test_its_voices_are_its_members_in_the_students_scheme(teacher_tagger, scheme):
    types = (["C", "A"], ["B"])
    members = [
        TaggerAnnotator(teacher_tagger("crf", labels=Labels(each), seed=seed))
        for seed, each in enumerate(types)
    ]
    knowledge = annotate(Union(members), SENTENCES, Needs(scores=True))
    student = Labels(["A", "B", "C"], scheme)
    voices = knowledge.written_in(student).of(SENTENCES, torch.device("cpu")).voices
    assert [voice.labels for voice in voices] == [Labels(["A", "C"], scheme), Labels(["B"], scheme)]
    assert [voice.share for voice in voices] == [1.0, 1.0]
    for voice, member in zip(voices, members, strict=True):
        own = member.chain(SENTENCES).viterbi()
        for row, sentence in enumerate(SENTENCES):
            expected = member.labels.decode(own.paths[row, : len(sentence)].tolist())
            best = voice.chain.viterbi().paths[row, : len(sentence)].tolist()
            assert voice.labels.decode(best) == expected
