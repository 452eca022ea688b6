import pytest
import torch

from mgkd.config import ConfigError, build
from mgkd.data import Labels, Sentence, Span
from mgkd.models import Tagger, learning_from

WORD = {"type": "word", "size": 6, "dropout": 0.0}
CRF = {"type": "crf"}


def test_rows_correspond_to_the_sentences(small_tagger, samples):
    batch = small_tagger.collate([small_tagger.encode(sentence) for sentence in samples])
    lengths = [len(sentence) for sentence in samples]
    assert batch.sentences == samples
    assert batch.mask.sum(dim=1).tolist() == lengths
    for row, sentence in enumerate(samples):
        assert batch.labels[row, : lengths[row]].tolist() == small_tagger.labels.encode(sentence)
        assert not batch.labels[row, lengths[row] :].any()
    output = small_tagger(batch)
    longest, count = max(lengths), len(small_tagger.labels)
    assert output.hidden.shape == (len(samples), longest, 10)
    assert output.chain.emissions.shape == (len(samples), longest, count)
    assert torch.equal(output.chain.mask, batch.mask)


def test_labelled_tells_gold_labels_from_stand_ins(small_tagger):
    rows = [Sentence(("a", "b"), (Span(1, 2, "LOC"),)), Sentence(("c",)), Sentence(("d",), ())]
    batch = small_tagger.collate([small_tagger.encode(sentence) for sentence in rows])
    assert batch.labelled.tolist() == [True, False, True]
    assert batch.labels[1:].tolist() == [[0, 0], [0, 0]]


def test_an_encoder_may_be_left_out(samples):
    labels = Labels.of(samples, "bioes")
    tree = {"embedder": WORD, "decoder": CRF}
    tagger = build(Tagger, tree, labels=labels, equip=learning_from(samples))
    assert tagger.encoder is None
    assert tagger.decoder.emissions.in_features == 6
    assert tagger.decoder.emissions.out_features == len(labels)


def test_parameters_are_counted(samples):
    labels = Labels.of(samples)
    tree = {"embedder": WORD, "decoder": CRF}
    tagger = build(Tagger, tree, labels=labels, equip=learning_from(samples))
    vocabulary, count = len(tagger.embedder.vocabulary), len(labels)
    expected = vocabulary * 6 + (6 + 1) * count + count * count + 2 * count
    assert tagger.parameter_count() == expected


def test_sizes_that_do_not_go_together_are_told_by_their_place(samples):
    encoder = {"type": "transformer", "hidden_size": 10, "heads": 4}
    tree = {"embedder": WORD, "encoder": encoder, "decoder": CRF}
    with pytest.raises(ConfigError, match=r"model\.encoder\.hidden_size  10 must be even"):
        build(Tagger, tree, "model", labels=Labels(["PER"]), equip=learning_from(samples))
