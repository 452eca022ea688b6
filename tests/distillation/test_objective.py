from dataclasses import replace
from typing import get_args

import pytest
import torch

from mgkd.config import ConfigError, UserError, build
from mgkd.distillation import (
    FuzzyCRF,
    GoldNLL,
    KBestCrossEntropy,
    Loss,
    Moment,
    Needs,
    Objective,
    Term,
)
from mgkd.distillation.objective import Which


class Rows(Loss):
    """The number of each row."""

    def forward(self, student, teacher, batch):
        return torch.arange(float(len(batch)))


class GoldRows(Rows):
    """The same, of labelled sentences."""

    reads_gold = True


def test_the_total_is_the_weighted_sum_and_terms_are_not_weighted(setting):
    gold, best = GoldNLL(), KBestCrossEntropy(3)
    objective = Objective([Term(gold, weight=0.5), Term(best, weight=2.0)])
    teacher = setting.knowledge(3)
    value = objective(setting.student, teacher, setting.batch)
    first = gold(setting.student, None, setting.batch)[:2].mean()
    second = best(setting.student, teacher, setting.batch).mean()
    assert torch.allclose(value.total, 0.5 * first + 2.0 * second)
    assert list(value.terms) == ["gold_nll", "kbest_cross_entropy"]
    assert torch.allclose(value.terms["gold_nll"], first)
    assert torch.allclose(value.terms["kbest_cross_entropy"], second)
    assert torch.allclose(value.weighted["kbest_cross_entropy"], 2.0 * second)
    assert torch.allclose(sum(value.weighted.values()), value.total)
    assert value.weights == {"gold_nll": 0.5, "kbest_cross_entropy": 2.0}


@pytest.mark.parametrize("on", get_args(Which))
def test_a_loss_that_gives_no_number_a_sentence_is_refused(setting, on):
    class Mean(Rows):
        def forward(self, student, teacher, batch):
            return super().forward(student, teacher, batch).mean()

    with pytest.raises(UserError, match=r"Mean gives values of shape \[\] for a batch of \d+ sen"):
        Term(Mean(), on=on)(setting.student, None, setting.batch)


def test_a_term_of_gold_labels_is_silent_about_batches_without_any(setting):
    objective = Objective([Term(GoldRows(), name="gold"), Term(Rows(), name="all")])
    sentences = tuple(sentence.without_spans() for sentence in setting.batch.sentences)
    unlabelled = torch.zeros(len(sentences), dtype=torch.bool)
    batch = replace(setting.batch, sentences=sentences, labelled=unlabelled)
    value = objective(setting.student, None, batch)
    assert value.terms.keys() == {"all"}
    assert value.total == value.terms["all"]
    assert objective(setting.student, None, setting.batch).terms.keys() == {"gold", "all"}


def test_a_loss_of_labelled_sentences_is_averaged_over_those_alone(setting):
    batch = replace(setting.batch, labelled=torch.tensor([False, True, True]))
    assert Term(GoldRows())(setting.student, None, batch) == 1.5
    assert Term(Rows())(setting.student, None, batch) == 1.0


@pytest.mark.parametrize(
    ("on", "own", "batch"), [("all", 1.0, 1.0), ("labelled", 0.5, 1 / 3), ("unlabelled", 2, 2 / 3)]
)
def test_a_term_speaks_of_some_sentences(setting, on, own, batch):
    """Rows 0 and 1 are labelled, and row 2 is not."""
    for averaging, expected in (("own", own), ("batch", batch)):
        value = Objective([Term(Rows(), 2.0, on=on, averaging=averaging)])(
            setting.student, None, setting.batch
        )
        assert value.terms["Rows"] == own
        assert value.weighted["Rows"] == value.total == pytest.approx(2 * expected)


def test_labelled_and_unlabelled_sums_make_that_of_all(setting):
    parts = [Term(Rows(), on=on, averaging="batch") for on in ("labelled", "unlabelled")]
    value = Objective(parts)(setting.student, None, setting.batch)
    assert value.total == Term(Rows())(setting.student, None, setting.batch)


@pytest.mark.parametrize("on", ["labelled", "unlabelled"])
def test_a_term_without_sentences_is_silent_and_passes_no_gradient_on(setting, on):
    row = 2 if on == "labelled" else 0
    batch = replace(
        setting.batch,
        sentences=setting.batch.sentences[row : row + 1] * 3,
        labelled=setting.batch.labelled[row].expand(3),
    )
    emissions = torch.randn(3, 4, 5, requires_grad=True)
    chain = type(setting.student.chain)(emissions, mask=batch.mask)
    student = replace(setting.student, chain=chain)
    for averaging in ("own", "batch"):
        term = Term(FuzzyCRF(2), on=on, averaging=averaging)
        value = Objective([term])(student, setting.knowledge(2), batch)
        value.total.backward()
        assert value.total == 0
        assert not value.terms and not value.weighted
        assert value.weights == {"fuzzy_crf": 1.0}
        assert not emissions.grad.any()


def test_gold_labels_are_on_labelled_sentences():
    assert Term(GoldRows(), on="all").on == Term(GoldRows()).on == "labelled"
    with pytest.raises(ConfigError, match=r"on +the loss reads gold labels, which unlabelled"):
        build(Term, {"type": "gold_nll", "on": "unlabelled"})
    with pytest.raises(ValueError, match="on: the loss reads gold labels"):
        Term(GoldNLL(), on="unlabelled")


def test_text_is_learned_from_by_terms_that_ask_a_teacher_about_it():
    asks = {on: Objective([Term(GoldNLL()), Term(FuzzyCRF(2), on=on)]) for on in get_args(Which)}
    assert [asks[on].learns_from_text for on in ("all", "labelled", "unlabelled")] == [1, 0, 1]
    assert not Objective([Term(Rows(), on="unlabelled")]).learns_from_text


def test_a_batch_without_labels_adds_nothing_and_has_no_gradient(setting):
    batch = replace(setting.batch, labelled=torch.zeros(3, dtype=torch.bool))
    emissions = torch.randn(3, 4, 5, requires_grad=True)
    chain = type(setting.student.chain)(emissions, mask=batch.mask)
    value = Objective([Term(GoldNLL())])(replace(setting.student, chain=chain), None, batch)
    value.total.backward()
    assert value.total == 0
    assert not emissions.grad.any()


def test_the_gradient_reaches_through_the_total_alone(setting):
    emissions = torch.randn(3, 4, 5, requires_grad=True)
    chain = type(setting.student.chain)(emissions, mask=setting.batch.mask)
    objective = Objective([Term(GoldNLL()), Term(FuzzyCRF(2))])
    student = replace(setting.student, chain=chain)
    value = objective(student, setting.knowledge(2), setting.batch)
    assert value.total.requires_grad
    assert not any(term.requires_grad for term in value.terms.values())


def test_needs_are_the_most_that_any_term_needs():
    assert not Objective([Term(GoldNLL())]).needs
    terms = [Term(GoldNLL()), Term(FuzzyCRF(3)), Term(KBestCrossEntropy(8)), Term(FuzzyCRF(1))]
    assert Objective(terms).needs == Needs(paths=8)


def test_names_are_types_or_given_or_numbered():
    terms = [
        Term(KBestCrossEntropy(1)),
        Term(FuzzyCRF(), name="token grain"),
        Term(KBestCrossEntropy(4)),
        Term(Rows()),
    ]
    names = ["kbest_cross_entropy_1", "token grain", "kbest_cross_entropy_2", "Rows"]
    assert Objective(terms).names == names


def test_names_that_numbering_would_make_alike_are_refused():
    terms = [Term(Rows(), name="a"), Term(Rows(), name="a"), Term(Rows(), name="a_2")]
    with pytest.raises(ValueError, match="two terms would have one name: a_1, a_2, a_2"):
        Objective(terms)


def test_an_objective_needs_a_term():
    with pytest.raises(ValueError, match="at least one term"):
        Objective([])


def test_a_term_reads_its_loss_from_the_same_object():
    term = build(Term, {"type": "fuzzy_crf", "k": 2, "weight": 0.25, "name": "fuzzy"})
    assert isinstance(term.loss, FuzzyCRF)
    assert (term.loss.k, term.weight, term.name) == (2, 0.25, "fuzzy")
    with pytest.raises(ConfigError, match=r"wieght.*did you mean weight"):
        build(Term, {"type": "gold_nll", "wieght": 1.0})
    with pytest.raises(ConfigError, match="nearest: kbest_cross_entropy"):
        build(Term, {"type": "kbest_ce"})


def test_what_satisfies_two_needs():
    assert Needs(2) | Needs(5) == Needs(5) | Needs(2) == Needs(5)
    assert not Needs() | Needs()


def test_a_weight_that_changes_holds_for_its_moment(setting):
    tree = [{"type": "gold_nll", "weight": {"type": "linear", "start": 2, "end": 0, "epochs": 3}}]
    objective = Objective(build(list[Term], tree))
    totals, weights = [], []
    for epoch in (1, 2, 3, 4):
        objective.moment = Moment(epoch, 5 * epoch, 4, 20)
        value = objective(setting.student, None, setting.batch)
        totals.append(float(value.total / value.terms["gold_nll"]))
        weights.append(value.weights["gold_nll"])
    assert totals == pytest.approx([2, 1, 0, 0])
    assert weights == [2, 1, 0, 0]


def test_a_weight_that_takes_longer_than_the_training_is_refused():
    tree = [{"type": "gold_nll", "weight": {"type": "linear", "start": 2, "end": 0, "steps": 9}}]
    objective = Objective(build(list[Term], tree))
    objective.require_time(Moment(epochs=3, steps=9))
    with pytest.raises(UserError, match=r"weight of gold_nll .* 9 steps, but .* after 8; let it"):
        objective.require_time(Moment(epochs=3, steps=8))


def test_needs_by_the_name_of_an_argument():
    assert FuzzyCRF(3).asks == Needs(paths=3)
    assert FuzzyCRF.needs.given({"k": 5}) == Needs(paths=5)
    assert FuzzyCRF.needs and not GoldNLL.needs

    class Own(Rows):
        def __init__(self, k: int) -> None:
            super().__init__()
            self.needs = Needs(paths=k)

    assert Own(2).asks == Needs(paths=2)
