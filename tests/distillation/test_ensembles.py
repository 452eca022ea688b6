import itertools

import pytest
import torch

from mgkd.data import Labels, Sentence
from mgkd.distillation import LogLinearPool, Mixture, Needs, TaggerAnnotator
from mgkd.distillation.ensembles import CANDIDATES

SENTENCES = [Sentence(tuple(text)) for text in ("abc", "d", "kl")]
HALVES = [0.5, 0.5]


@pytest.fixture
def members(teacher_tagger, labels):
    """members(schemes, types): differently trained teachers, one a scheme."""

    def make(*schemes, types=labels.types):
        return [
            TaggerAnnotator(teacher_tagger("crf", labels=Labels(types, scheme), seed=seed))
            for seed, scheme in enumerate(schemes)
        ]

    return make


def by_spans(annotator, sentence) -> dict[tuple, float]:
    """Every legal set of entities with its log-probability, by trying every label sequence."""
    every = itertools.product(range(len(annotator.labels)), repeat=len(sentence))
    paths = torch.tensor(list(every)).unsqueeze(0)
    log_probs = annotator.chain([sentence]).log_prob(paths)[0]
    legal = log_probs.isfinite()
    decoded = map(annotator.labels.decode, paths[0][legal].tolist())
    return dict(zip(decoded, log_probs[legal].tolist(), strict=True))


def found(annotator, sentence, k) -> tuple[list[tuple], list[float]]:
    """The k best sets of entities of a sentence that is asked about among others."""
    entry = annotator.answer([*SENTENCES, sentence], Needs(k))[-1]
    spans = [annotator.labels.decode(path) for path in entry.paths.tolist()]
    return spans, entry.log_probs.tolist()


def same(one, other) -> None:
    assert torch.equal(one.paths, other.paths)
    assert torch.allclose(one.log_probs, other.log_probs, atol=1e-5)


@pytest.mark.parametrize("kind", [LogLinearPool, Mixture])
@pytest.mark.parametrize("decoder", ["crf", "softmax"])
def test_a_teacher_twice_is_that_teacher(teacher_tagger, kind, decoder):
    teacher = TaggerAnnotator(teacher_tagger(decoder))
    for shares in (HALVES, [0.1, 0.9]):
        twice = kind([teacher, teacher], shares)
        answers = zip(
            teacher.answer(SENTENCES, Needs(5)), twice.answer(SENTENCES, Needs(5)), strict=True
        )
        for one, other in answers:
            same(one, other)
    assert twice.parameter_count() == 2 * teacher.parameter_count()


@pytest.mark.parametrize("sentence", SENTENCES)
@pytest.mark.parametrize("shares", [HALVES, [0.2, 0.8]])
def test_the_pool_is_the_normalised_product(members, sentence, shares):
    one, other = members("bio", "bio")
    first, second = by_spans(one, sentence), by_spans(other, sentence)
    product = {spans: shares[0] * first[spans] + shares[1] * second[spans] for spans in first}
    total = torch.tensor(list(product.values())).logsumexp(0).item()
    expected = sorted(product.items(), key=lambda item: -item[1])[:6]
    spans, log_probs = found(LogLinearPool([one, other], shares), sentence, 6)
    assert spans == [key for key, _ in expected]
    assert log_probs == pytest.approx([score - total for _, score in expected], abs=1e-4)


@pytest.mark.parametrize("sentence", SENTENCES)
@pytest.mark.parametrize("schemes", [("bio", "bio"), ("bio", "bioes"), ("bilou", "iob1")])
@pytest.mark.parametrize("shares", [HALVES, [0.2, 0.8]])
def test_the_mixture_is_the_mean_of_probabilities(members, sentence, schemes, shares):
    """With all sequences asked for, none can be missed, and all probabilities add up to one."""
    one, other = members(*schemes)
    first, second = by_spans(one, sentence), by_spans(other, sentence)
    assert first.keys() == second.keys()
    weights = torch.tensor(shares).log().tolist()
    expected = {
        spans: torch.logaddexp(
            torch.tensor(weights[0] + first[spans]), torch.tensor(weights[1] + second[spans])
        ).item()
        for spans in first
    }
    spans, log_probs = found(Mixture([one, other], shares), sentence, len(first) + 7)
    assert dict(zip(spans, log_probs, strict=True)) == pytest.approx(expected, abs=1e-4)
    assert log_probs == sorted(log_probs, reverse=True)
    assert torch.tensor(log_probs).exp().sum().item() == pytest.approx(1, abs=1e-4)


@pytest.mark.parametrize("k", [1, 3, CANDIDATES + 5])
def test_the_mixture_chooses_among_what_some_member_lists(members, k):
    one, other = members("bio", "bmes")
    mixture = Mixture([one, other], HALVES)
    everything = dict(zip(*found(mixture, SENTENCES[0], 1000), strict=True))
    length = max(k, CANDIDATES)
    listed = {*found(one, SENTENCES[0], length)[0], *found(other, SENTENCES[0], length)[0]}
    spans, log_probs = found(mixture, SENTENCES[0], k)
    assert spans == sorted(listed, key=everything.__getitem__, reverse=True)[:k]
    assert log_probs == pytest.approx([everything[each] for each in spans], abs=1e-5)


def test_the_best_of_a_mixture_are_the_same_however_many_are_asked_for(members):
    """So that a store that was asked for more serves who wants less."""
    mixture = Mixture(members("bio", "bmes"), HALVES)
    spans, log_probs = found(mixture, SENTENCES[0], CANDIDATES)
    for k in (1, 3):
        fewer, scores = found(mixture, SENTENCES[0], k)
        assert fewer == spans[:k] and scores == pytest.approx(log_probs[:k], abs=1e-6)


def test_types_in_another_order_and_a_third_member(members, teacher_tagger):
    one, other = members("bio", "bio")
    turned = Labels(("B", "A"), "bioes")
    third = TaggerAnnotator(teacher_tagger("softmax", labels=turned))
    spans, log_probs = found(Mixture([one, other, third], [1 / 3] * 3), SENTENCES[2], 1000)
    parts = [by_spans(member, SENTENCES[2]) for member in (one, other, third)]
    expected = [
        torch.tensor([part[each] for part in parts]).logsumexp(0).item() - torch.tensor(3).log()
        for each in spans
    ]
    assert log_probs == pytest.approx([float(each) for each in expected], abs=1e-4)


def test_label_sets_that_do_not_go_together(members):
    one, other = members("bio", "bioes")
    with pytest.raises(ValueError, match="have no mean"):
        LogLinearPool([one, other], HALVES)
    [fewer] = members("bio", types=("A",))
    for pair in ([one, fewer], [fewer, one]):
        with pytest.raises(ValueError, match="lacks B"):
            Mixture(pair, HALVES)
