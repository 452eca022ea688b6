import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from mgkd.config import UserError
from mgkd.data import SCHEMES, Labels
from mgkd.models.label_mapping import LabelMapping

CONLL = ("O", "B-MISC", "I-MISC", "B-PER", "I-PER")


@pytest.mark.parametrize("scheme", SCHEMES)
def test_tags_as_they_stand_are_a_softmax(scheme):
    labels = Labels(["LOC", "PER"], scheme)
    mapping = LabelMapping(labels.tags, scheme=scheme)
    logits = torch.randn(3, 4, len(labels))
    assert mapping.labels == labels
    assert torch.allclose(mapping(logits), logits.log_softmax(-1))


def test_a_models_own_order_is_turned_into_that_of_the_label_set():
    mapping = LabelMapping(("I-PER", "B-PER", "B-LOC", "O", "I-LOC"))
    assert mapping.labels == Labels(["LOC", "PER"])
    logits = torch.randn(2, 5)
    assert torch.allclose(mapping(logits), logits.log_softmax(-1)[:, [3, 2, 4, 1, 0]])


@given(st.lists(st.sampled_from(["O", None, "B-PER", "I-PER", "B-LOC"]), min_size=1, max_size=9))
def test_probabilities_of_labels_with_one_tag_add_up(tags):
    names = ["none", "person", *(f"LABEL_{index}" for index in range(len(tags)))]
    tags = ["O", "B-PER", *tags]
    mapping = LabelMapping(names, dict(zip(names, tags, strict=True)))
    logits = torch.randn(3, len(names), dtype=torch.float64)
    given = logits.softmax(-1)
    found = mapping(logits).exp()
    for index, own in enumerate(mapping.labels.tags):
        columns = [column for column, tag in enumerate(tags) if (tag or "O") == own]
        assert torch.allclose(found[:, index], given[:, columns].sum(-1))
    assert torch.allclose(found.sum(-1), torch.ones(3, dtype=torch.float64))


def test_a_type_that_is_not_wanted_counts_as_outside():
    table = {"O": "O", "B-MISC": None, "I-MISC": None, "B-PER": "B-PER.NAM", "I-PER": "I-PER.NAM"}
    mapping = LabelMapping(CONLL, table)
    assert mapping.labels.types == ("PER.NAM",)
    sure = torch.tensor([-9.0, 5, 5, 0, 0])  # of MISC
    assert mapping(sure).argmax() == 0


def test_a_tag_of_no_label_has_probability_zero():
    mapping = LabelMapping(("O", "I-PER"), scheme="iob1")
    assert mapping(torch.zeros(2)).exp().tolist() == pytest.approx([0.5, 0, 0.5])


@pytest.mark.parametrize(
    ("table", "scheme", "message"),
    [
        (None, "bioes", r"of MISC there is only B-MISC, I-MISC, so in the scheme bioes no MISC"),
        ({"B-PRE": "B-PER"}, "bio", r"B-PRE is no label of the model; nearest: B-PER, "),
        ({"zzzz": "O"}, "bio", r"zzzz is no label of the model; it has: O, B-MISC, I-MISC, "),
        ({"O": "O", "I-PER": None}, "bio", r"leaves out B-MISC, I-MISC, B-PER; give each"),
        ({}, "bio", r"leaves out O, B-MISC"),
        (dict.fromkeys(CONLL, "PER"), "bio", r"B-MISC: 'PER' is not a tag of the scheme bio"),
        (dict.fromkeys(CONLL, "S-PER"), "bio", r"such tags belong to the scheme bioes or bmes"),
        (dict.fromkeys(CONLL, "B-PER"), "bio", r"no label of the model stands for O"),
        (dict.fromkeys(CONLL, "I-PER") | {"O": None}, "bio", r"only I-PER, .* no PER can begin"),
        (dict.fromkeys(CONLL, "B-PER") | {"O": None}, "bmes", r"only B-PER, .* no PER can end"),
    ],
)
def test_what_does_not_go_together_is_explained(table, scheme, message):
    with pytest.raises(UserError, match=message):
        LabelMapping(CONLL, table, scheme)


def test_labels_that_are_no_tags_ask_for_a_table():
    with pytest.raises(UserError, match=r"'LABEL_0' is not a tag .* \{'LABEL_0': ..., ...\}$"):
        LabelMapping(("LABEL_0", "LABEL_1"))
