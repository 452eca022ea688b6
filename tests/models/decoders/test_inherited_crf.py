import pytest
import torch

from mgkd.config import UserError, build
from mgkd.data import Labels
from mgkd.models import Tagger, learning_from
from mgkd.testing import check_tagger

TYPES = ["A", "B", "C"]


@pytest.fixture
def tagger_of(samples):
    """Makes a tagger with a decoder and label set, which may inherit."""

    def tagger_of(decoder, labels, teacher=None) -> Tagger:
        tree = {"embedder": {"type": "word", "size": 6}, "decoder": {"type": decoder}}
        return build(Tagger, tree, labels=labels, equip=learning_from(samples, teacher))

    return tagger_of


@pytest.mark.parametrize("types", [TYPES, ["C", "A", "B"], ["B"], ["C", "A"]])
@pytest.mark.parametrize("scheme", ["bio", "bioes"])
def test_scores_are_the_teachers_by_tag_whatever_the_order(tagger_of, types, scheme):
    teacher = tagger_of("crf", Labels(TYPES, scheme))
    labels = Labels(types, scheme)
    crf = tagger_of("inherited_crf", labels, teacher).decoder
    for i, tag in enumerate(labels.tags):
        place = teacher.labels.tags.index(tag)
        assert crf.start[i] == teacher.decoder.start[place]
        assert crf.end[i] == teacher.decoder.end[place]
        for j, other in enumerate(labels.tags):
            to = teacher.labels.tags.index(other)
            assert crf.transitions[i, j] == teacher.decoder.transitions[place, to]


def test_a_teacher_stays_as_it_is(tagger_of, samples):
    """The student's scores are a copy, which training changes."""
    teacher = tagger_of("crf", Labels.of(samples))
    student = tagger_of("inherited_crf", Labels.of(samples), teacher)
    before = teacher.decoder.transitions.clone()
    with torch.no_grad():
        student.decoder.transitions += 1
    assert torch.equal(teacher.decoder.transitions, before)
    assert all(parameter.requires_grad for parameter in student.decoder.parameters())


def test_its_checkpoints_are_those_of_a_crf(tagger_of, samples):
    labels = Labels.of(samples)
    crf = tagger_of("crf", labels)
    heir = tagger_of("inherited_crf", labels, crf)
    crf.load_state_dict(heir.state_dict())
    batch = crf.collate([crf.encode(sentence) for sentence in samples])
    assert torch.equal(
        crf.eval()(batch).chain.log_partition(), heir.eval()(batch).chain.log_partition()
    )


@pytest.mark.parametrize(
    ("decoder", "labels", "message"),
    [
        ("softmax", Labels(["A"]), "the teacher's decoder is Softmax; choose another teacher"),
        ("crf", Labels(["A"], "bioes"), "the teacher's scheme is bioes and the student's bio"),
        ("crf", Labels(["B", "C"]), "the teacher does not know A, only B, C"),
    ],
)
def test_a_teacher_it_cannot_inherit_from(tagger_of, decoder, labels, message):
    with pytest.raises(UserError, match=message):
        tagger_of("inherited_crf", Labels(["A"]), tagger_of(decoder, labels))


def test_a_tagger_keeps_its_promises_with_it(tagger_of, samples):
    parts = {"embedder": {"type": "word", "size": 6}, "decoder": {"type": "inherited_crf"}}
    check_tagger(parts, teacher=tagger_of("crf", Labels.of(samples)))
