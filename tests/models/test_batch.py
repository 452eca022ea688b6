import pytest
import torch

from mgkd.data import DataError, Labels, Sentence, Span
from mgkd.models.batch import label_ids, pad_ids, prefix_mask


def test_masks_are_prefixes_of_the_lengths():
    assert prefix_mask([2, 1, 3]).tolist() == [
        [True, True, False],
        [True, False, False],
        [True, True, True],
    ]


def test_rows_are_filled_up_to_the_longest():
    assert pad_ids([[5], [6, 7, 8], []], padding=9).tolist() == [[5, 9, 9], [6, 7, 8], [9, 9, 9]]


def test_unlabelled_is_not_the_same_as_without_entities():
    labels = Labels(["PER"])
    assert label_ids(Sentence(("a", "b")), labels) is None
    assert label_ids(Sentence(("a", "b"), ()), labels) == [0, 0]
    assert label_ids(Sentence(("a", "b"), (Span(0, 2, "PER"),)), labels) == [1, 2]


def test_a_type_outside_the_label_set_is_an_error():
    with pytest.raises(DataError, match=r"posts:7.*LOC"):
        label_ids(Sentence(("a",), (Span(0, 1, "LOC"),), "posts:7"), Labels(["PER"]))


def test_a_batch_moves_whole(small_tagger, samples):
    batch = small_tagger.collate([small_tagger.encode(sentence) for sentence in samples])
    moved = batch.to(torch.device("meta"))
    tensors = (moved.mask, moved.labels, moved.labelled, moved.inputs.unigrams)
    assert all(tensor.device.type == "meta" for tensor in tensors)
    assert moved.sentences == batch.sentences
    assert len(moved) == len(samples)
