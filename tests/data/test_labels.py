import json

import pytest

from mgkd.data import DataError, Labels, Sentence, Span


def test_tags_have_a_stable_order():
    assert Labels(["PER", "LOC"]).tags == ("O", "B-PER", "I-PER", "B-LOC", "I-LOC")
    assert Labels(["X"], "bmes").tags == ("O", "B-X", "M-X", "E-X", "S-X")
    assert len(Labels([])) == 1


def test_ids_there_and_back():
    labels = Labels(["PER", "LOC"])
    sentence = Sentence(tuple("abcd"), (Span(0, 2, "LOC"), Span(3, 4, "PER")))
    assert labels.encode(sentence) == [3, 4, 0, 1]
    assert labels.decode([3, 4, 0, 1]) == sentence.spans


def test_illegal_pieces_are_not_entities():
    assert Labels(["PER", "LOC"]).decode([2, 1, 4]) == (Span(1, 2, "PER"),)


def test_types_are_found_in_alphabetical_order():
    sentences = [Sentence(("a", "b"), (Span(0, 1, "Y"), Span(1, 2, "X"))), Sentence(("a",))]
    assert Labels.of(sentences) == Labels(["X", "Y"])


def test_equality_is_of_types_their_order_and_scheme():
    assert Labels(["X"]) == Labels(("X",)) and hash(Labels(["X"])) == hash(Labels(("X",)))
    assert Labels(["X", "Y"]) != Labels(["Y", "X"])
    assert Labels(["X"]) != Labels(["X"], "bioes")


def test_json_there_and_back():
    labels = Labels(["PER.NAM", "creative-work"], "bilou")
    assert Labels.from_json(json.loads(json.dumps(labels.to_json()))) == labels


def test_an_unknown_type_is_named_with_its_source():
    sentence = Sentence(("a",), (Span(0, 1, "GPE"),), "dev.txt:12")
    with pytest.raises(DataError, match=r"dev\.txt:12: the entity type 'GPE'"):
        Labels(["PER"]).encode(sentence)


def test_an_unlabelled_sentence_has_no_tags():
    with pytest.raises(DataError, match=r"raw\.txt:3: .*unlabelled"):
        Labels(["PER"]).encode(Sentence(("a",), None, "raw.txt:3"))


@pytest.mark.parametrize("types", [["X", "X"], [""]])
def test_types_are_distinct_and_not_empty(types):
    with pytest.raises(ValueError, match="distinct and not empty"):
        Labels(types)
