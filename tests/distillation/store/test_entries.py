"""Scores there and back."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from mgkd.data import Labels, Sentence
from mgkd.distillation import Answer, Grammar, Header, KnowledgeStore, Needs, Recorded
from mgkd.distillation.store.entries import Layout, fingerprint_of

SCORES = st.floats(-1e4, 1e4, width=32) | st.just(-np.inf)
LABELS = Labels(["A"])


def layout(width: int, top_labels: int | None = None) -> Layout:
    """Of an annotation whose only grammar has the label set of BIO over (width - 1) / 2 types."""
    labels = Labels([str(number) for number in range((width - 1) // 2)])
    zeros = torch.zeros(width)
    grammar = Grammar(labels, torch.zeros(width, width), zeros, zeros)
    return Layout(Header("", "", LABELS, Recorded(Needs(0, True), top_labels), (grammar,)))


def there_and_back(emissions: np.ndarray, top_labels: int | None = None) -> np.ndarray:
    length, width = emissions.shape
    sentence = Sentence(("x",) * length)
    empty = torch.zeros(0, length, dtype=torch.int16)
    written = layout(width, top_labels)
    entry = written.written(sentence, Answer(empty, torch.zeros(0), (torch.tensor(emissions),)))
    assert fingerprint_of(entry) == sentence.fingerprint
    assert written.sentence(entry) == sentence
    [found] = written.answer(entry, Recorded(Needs(0, True), top_labels)).emissions
    return found.numpy()


@st.composite
def emissions(draw):
    length, width = draw(st.integers(1, 4)), 2 * draw(st.integers(0, 3)) + 1
    return draw(arrays(np.float32, (length, width), elements=SCORES))


@given(emissions())
def test_the_error_of_a_score_is_bound_by_its_distance_to_the_highest(scores):
    found = there_and_back(scores)
    assert np.array_equal(np.isfinite(found), np.isfinite(scores))
    possible = np.isfinite(scores)
    with np.errstate(invalid="ignore"):  # -inf less -inf
        error = np.abs(found - scores)[possible]
        distance = (scores.max(axis=1, keepdims=True) - scores)[possible]
    rounding = 2.5e-7 * (np.abs(scores[possible]) + distance) + 6e-8  # float32, and the least half
    assert (error <= distance / 2048 + rounding).all()


@given(emissions(), st.integers(1, 7))
def test_the_highest_scores_are_kept_and_the_others_impossible(scores, count):
    found, whole = there_and_back(scores, count), there_and_back(scores)
    kept = np.isfinite(found)
    assert np.array_equal(found[kept], whole[kept])
    few = np.minimum(np.isfinite(scores).sum(axis=1), count)
    assert np.array_equal(kept.sum(axis=1), few)


def test_what_is_far_below_stays_possible():
    found = there_and_back(np.array([[0.0, -1e6, -np.inf]], dtype=np.float32))
    assert found[0, 1] == -65504 and np.isneginf(found[0, 2])


def test_no_more_is_read_than_is_wanted(tmp_path, scored):
    header, pairs = scored(["abc", "d"], Needs(3, True))
    KnowledgeStore(tmp_path).add(header, pairs)
    wanted = KnowledgeStore(tmp_path).knowledge(Recorded(Needs(2)))
    answer = wanted.about(pairs[0][0])
    assert (answer.paths.shape, answer.emissions) == ((2, 3), ())
    with pytest.raises(ValueError, match="no scores were asked"):
        wanted.of([pairs[0][0]], torch.device("cpu")).marginals()


def test_a_distribution_there_and_back(tmp_path, scored, stored_labels):
    """The chain is the teacher's but for the rounding of half precision."""
    header, pairs = scored(["abcde", "f"], Needs(2, True))
    KnowledgeStore(tmp_path).add(header, pairs)
    known = KnowledgeStore(tmp_path).knowledge(Recorded(Needs(1, True)))
    for sentence, answer in pairs:
        [emissions] = (part.unsqueeze(0) for part in answer.emissions)
        mask = torch.ones(1, len(sentence), dtype=torch.bool)
        expected = header.grammars[0].chain(emissions, mask).marginals()
        found = known.of([sentence], torch.device("cpu")).marginals()
        assert torch.allclose(found, expected, atol=5e-3)
