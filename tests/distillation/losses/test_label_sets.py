"""Losses of label sets against each other, and against sums over all label sequences."""

import itertools

import pytest
import torch

from mgkd.crf import LinearChain
from mgkd.data import SCHEME_NAMES, Labels, Sentence, Span
from mgkd.distillation import (
    FuzzyCRF,
    FuzzyCRFThreshold,
    FuzzyCRFTop,
    GoldNLL,
    KBestCrossEntropy,
    PartialCRF,
    PathSet,
    TopK,
)
from mgkd.distillation.losses.partial_crf import allowed_by
from mgkd.models import Batch, TaggerOutput
from mgkd.models.legality import legal_part

LENGTHS = [4, 1, 2]
ALL = 200  # more than there are legal sequences


def value(loss, setting):
    asked = loss.asks
    return loss(setting.student, setting.knowledge(asked.paths, asked.scores), setting.batch)


def by_hand(setting, sequences, row, chosen):
    """-log of the student's probability of the legal sequences of a row that are chosen."""
    paths = [path for path in sequences(LENGTHS[row]) if chosen(path)]
    padded = torch.zeros(3, len(paths), 4, dtype=torch.long)
    padded[row, :, : LENGTHS[row]] = torch.tensor(paths)
    return -setting.student.chain.log_prob(padded)[row].logsumexp(0)


def test_with_one_path_all_are_the_same(setting):
    expected = value(KBestCrossEntropy(k=1), setting)
    for loss in (FuzzyCRF(1, False), PathSet(1), TopK(1), TopK(1, weighted=True)):
        assert torch.allclose(value(loss, setting), expected)


@pytest.mark.parametrize("k", [2, 3, 7])
def test_label_sets_allow_more_than_their_paths_and_those_more_than_one(setting, k):
    knowledge = setting.knowledge(k)
    log_probs = setting.student.chain.log_prob(knowledge.paths)
    nearest = -log_probs.masked_fill(~knowledge.valid, -torch.inf).max(dim=1).values
    path_set = value(PathSet(k), setting)
    assert (value(FuzzyCRF(k, False), setting) <= path_set + 1e-9).all()
    assert (path_set <= nearest + 1e-9).all()


def test_the_path_set_is_the_sum_over_its_paths(setting, sequences):
    knowledge = setting.knowledge(3)
    found = value(PathSet(3), setting)
    for row, length in enumerate(LENGTHS):
        count = int(knowledge.valid[row].sum())
        known = {tuple(path) for path in knowledge.paths[row, :count, :length].tolist()}
        assert torch.allclose(found[row], by_hand(setting, sequences, row, known.__contains__))


def test_all_paths_have_all_the_probability(setting):
    assert value(PathSet(ALL), setting).abs().max() < 1e-9


def test_top_k_is_cross_entropy_with_k_paths(setting):
    for weighted, weighting in ((False, "uniform"), (True, "softmax")):
        expected = value(KBestCrossEntropy(5, weighting, 2.0), setting)
        assert torch.equal(value(TopK(5, weighted, 2.0), setting), expected)


def test_top_k_is_a_mean_and_so_does_not_shrink_with_k(setting):
    knowledge = setting.knowledge(5)
    log_probs = setting.student.chain.log_prob(knowledge.paths)[0]
    assert torch.allclose(value(TopK(5), setting)[0], -log_probs.mean())


@pytest.mark.parametrize("loss", [FuzzyCRFThreshold(0.0), FuzzyCRFTop(5), FuzzyCRFTop(99)])
def test_nothing_is_to_be_learnt_where_all_labels_are_allowed(setting, loss):
    assert value(loss, setting).abs().max() < 1e-9


@pytest.mark.parametrize("threshold", [0.1, 0.3, 1.0])
def test_a_threshold_allows_likely_labels_and_the_best_paths(setting, sequences, threshold):
    marginals = setting.teacher_chain.marginals()
    best = setting.teacher_chain.viterbi().paths
    found = value(FuzzyCRFThreshold(threshold, include_gold=False), setting)
    for row, length in enumerate(LENGTHS):
        sets = [
            {int(best[row, t]), *(marginals[row, t] >= threshold).nonzero().flatten().tolist()}
            for t in range(length)
        ]
        expected = by_hand(
            setting, sequences, row, lambda p, s=sets: all(map(set.__contains__, s, p))
        )
        assert torch.allclose(found[row], expected)


@pytest.mark.parametrize("m", [1, 2])
def test_top_labels_are_the_likeliest_and_the_best_paths(setting, sequences, m):
    marginals = setting.teacher_chain.marginals()
    best = setting.teacher_chain.viterbi().paths
    found = value(FuzzyCRFTop(m, include_gold=False), setting)
    for row, length in enumerate(LENGTHS):
        sets = [
            {int(best[row, t]), *marginals[row, t].topk(m).indices.tolist()} for t in range(length)
        ]
        expected = by_hand(
            setting, sequences, row, lambda p, s=sets: all(map(set.__contains__, s, p))
        )
        assert torch.allclose(found[row], expected)


@pytest.mark.parametrize(
    ("loose", "tight"),
    [(FuzzyCRFThreshold(0.1), FuzzyCRFThreshold(0.4)), (FuzzyCRFTop(3), FuzzyCRFTop(1))],
)
def test_more_labels_are_never_less_likely(setting, loose, tight):
    assert (value(loose, setting) <= value(tight, setting) + 1e-12).all()


@pytest.mark.parametrize("kind", [FuzzyCRFThreshold, FuzzyCRFTop])
def test_gold_joins_the_sets_of_labelled_sentences(setting, kind):
    least = 1  # a threshold that nothing reaches, or a single label
    with_gold, without = (value(kind(least, include_gold=gold), setting) for gold in (True, False))
    gold = GoldNLL()(setting.student, None, setting.batch)
    assert (with_gold <= without + 1e-12).all()
    assert (with_gold[:2] <= gold[:2] + 1e-12).all()
    assert with_gold[2] == without[2]


# Partial annotation


def legal_paths(labels: Labels, length: int) -> list[tuple[int, ...]]:
    starts, moves, ends = labels.legal_starts(), labels.legal_transitions(), labels.legal_ends()
    return [
        path
        for path in itertools.product(range(len(labels)), repeat=length)
        if starts[path[0]]
        and ends[path[-1]]
        and all(moves[i][j] for i, j in itertools.pairwise(path))
    ]


@pytest.mark.parametrize("scheme", SCHEME_NAMES)
@pytest.mark.parametrize(
    "spans",
    [
        (Span(1, 2, "A"),),
        (Span(0, 2, "B"),),
        (Span(1, 3, "A"), Span(3, 4, "A")),
        (Span(0, 1, "A"), Span(2, 3, "B")),
    ],
)
def test_a_sequence_is_allowed_if_it_has_the_annotated_entities(scheme, spans):
    labels = Labels(["A", "B"], scheme)
    gold = torch.tensor([labels.encode(Sentence(tuple("wxyz"), spans))])
    allowed = allowed_by(gold, labels)[0]
    for path in legal_paths(labels, 4):
        entities = labels.decode(path)
        agrees = set(spans) <= set(entities)
        if scheme == "iob1":  # what touches an entity of its type on the left is held impossible
            agrees &= not any(
                (e.end, e.label) == (s.start, s.label)
                for s in spans
                for e in entities
                if e not in spans
            )
        found = all(allowed[t, label] for t, label in enumerate(path))
        assert found == agrees, (path, entities)


@pytest.mark.parametrize("scheme", SCHEME_NAMES)
def test_partial_is_the_sum_over_all_sequences_with_the_annotated_entities(scheme):
    labels = Labels(["A"], scheme)
    sentence = Sentence(tuple("wxyz"), (Span(1, 3, "A"),))
    gold = torch.tensor([labels.encode(sentence)])
    mask = torch.ones(1, 4, dtype=torch.bool)
    generator = torch.Generator().manual_seed(1)
    emissions = torch.randn(1, 4, len(labels), generator=generator, dtype=torch.float64)
    chain = legal_part(LinearChain(emissions), labels)
    batch = Batch((sentence,), None, mask, gold, torch.tensor([True]))
    found = PartialCRF()(TaggerOutput(chain, emissions, labels), None, batch)
    allowed = allowed_by(gold, labels)[0]
    paths = [p for p in legal_paths(labels, 4) if all(allowed[t, j] for t, j in enumerate(p))]
    expected = -chain.log_prob(torch.tensor([paths]))[0].logsumexp(0)
    assert torch.allclose(found[0], expected)


def test_partial_says_nothing_of_a_sentence_without_entities_and_all_of_a_full_one(setting):
    found = PartialCRF()(setting.student, None, setting.batch)
    gold = GoldNLL()(setting.student, None, setting.batch)
    assert 0 < found[0] < gold[0]
    assert torch.allclose(found[1], gold[1])  # one token, which is an entity
    assert found[2].abs() < 1e-9  # no label is known: zeros stand for unknown
