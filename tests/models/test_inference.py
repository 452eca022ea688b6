import itertools

import pytest
import torch

from mgkd.data import Sentence, Span
from mgkd.models import chains, encode_unlabelled, predict_spans


def test_every_sentence_comes_once_whatever_the_batch_size(small_tagger, samples):
    encoded = encode_unlabelled(small_tagger, samples)
    for size in (1, 3, 100):
        seen = [index for indices, _ in chains(small_tagger, encoded, size) for index in indices]
        assert sorted(seen) == list(range(len(samples)))


def test_predictions_are_in_the_order_of_the_input(small_tagger, samples):
    encoded = encode_unlabelled(small_tagger, samples)
    together = predict_spans(small_tagger, encoded, 3)
    assert together == [predict_spans(small_tagger, [item])[0] for item in encoded]
    assert together[::-1] == predict_spans(small_tagger, encoded[::-1], 2)


def test_predictions_are_those_of_the_best_legal_sequence(small_tagger):
    sentence = Sentence(tuple("北京李"))
    [item] = encode_unlabelled(small_tagger, [sentence])
    [(_, chain)] = chains(small_tagger, [item], 1)
    labels = small_tagger.labels
    paths = torch.tensor(list(itertools.product(range(len(labels)), repeat=3)))
    best = paths[chain.score(paths.unsqueeze(0))[0].argmax()].tolist()
    assert predict_spans(small_tagger, [item]) == [labels.decode(best)]
    assert [labels.tags[i] for i in best] == expected_tags(labels.decode(best))


def expected_tags(spans) -> list[str]:
    tags = ["O"] * 3
    for span in spans:
        tags[span.start] = f"B-{span.label}"
        tags[span.start + 1 : span.end] = [f"I-{span.label}"] * (span.end - span.start - 1)
    return tags


@pytest.mark.parametrize("training", [True, False])
def test_the_mode_is_evaluation_meanwhile_and_as_before_afterwards(small_tagger, samples, training):
    small_tagger.train(training)
    encoded = encode_unlabelled(small_tagger, samples)
    for _, chain in chains(small_tagger, encoded, 4):
        assert not small_tagger.training
        assert not chain.emissions.requires_grad
    assert small_tagger.training is training
    assert torch.is_grad_enabled()


def test_the_mode_comes_back_after_an_error_too(small_tagger, samples):
    encoded = encode_unlabelled(small_tagger.train(), samples)
    small_tagger.decoder.emissions = torch.nn.Linear(1, 1)
    with pytest.raises(RuntimeError):
        predict_spans(small_tagger, encoded)
    assert small_tagger.training


def test_gold_spans_of_unknown_types_are_no_obstacle(small_tagger):
    sentence = Sentence(("a",), (Span(0, 1, "NEW-TYPE"),))
    [item] = encode_unlabelled(small_tagger, [sentence])
    assert item.labels is None
    assert item.sentence.tokens == ("a",)


def test_nothing_to_predict(small_tagger):
    assert predict_spans(small_tagger, []) == []
