"""The losses against each other, and against sums over all label sequences."""

from dataclasses import replace

import pytest
import torch

from mgkd.distillation import FuzzyCRF, GoldNLL, KBestCrossEntropy, TeacherKnowledge

ALL = 200  # more than there are legal sequences


def path_log_probs(setting, knowledge):
    """[B, K]: the student's log-probabilities of the teacher's paths, -inf where invalid."""
    found = setting.student.chain.log_prob(knowledge.paths)
    return found.masked_fill(~knowledge.valid, -torch.inf)


def value(loss, setting, k):
    return loss(setting.student, setting.knowledge(k), setting.batch)


def test_with_one_path_all_grains_are_the_same(setting):
    best = path_log_probs(setting, setting.knowledge(1))[:, 0]
    fuzzy = value(FuzzyCRF(k=1, include_gold=False), setting, 1)
    assert torch.allclose(fuzzy, -best)
    for weighting in ("softmax", "uniform"):
        assert torch.allclose(value(KBestCrossEntropy(1, weighting), setting, 1), -best)


@pytest.mark.parametrize("k", [2, 3, 7])
def test_fuzzy_is_at_most_the_path_set_and_that_at_most_the_best_path(setting, k):
    log_probs = path_log_probs(setting, setting.knowledge(k))
    fuzzy = value(FuzzyCRF(k=k, include_gold=False), setting, k)
    path_set = -log_probs.logsumexp(dim=1)
    nearest = -log_probs.max(dim=1).values
    assert (fuzzy <= path_set + 1e-9).all()
    assert (path_set <= nearest + 1e-9).all()


def test_fuzzy_is_zero_where_all_labels_are_allowed(setting):
    assert value(FuzzyCRF(k=ALL), setting, ALL).abs().max() < 1e-9


def test_fuzzy_is_the_gold_loss_where_only_gold_is_allowed(setting):
    gold = TeacherKnowledge(
        setting.batch.labels.unsqueeze(1), torch.zeros(3, 1), torch.ones(3, 1).bool(), 5
    )
    expected = GoldNLL()(setting.student, None, setting.batch)
    for include_gold in (True, False):
        loss = FuzzyCRF(k=1, include_gold=include_gold)
        assert torch.allclose(loss(setting.student, gold, setting.batch), expected)


def test_gold_widens_the_sets_of_labelled_sentences_alone(setting):
    with_gold = value(FuzzyCRF(k=1, include_gold=True), setting, 1)
    without = value(FuzzyCRF(k=1, include_gold=False), setting, 1)
    gold = GoldNLL()(setting.student, None, setting.batch)
    assert (with_gold <= without + 1e-12).all()
    assert (with_gold[:2] <= gold[:2] + 1e-12).all()
    assert with_gold[2] == without[2]


def test_fuzzy_is_the_sum_over_allowed_sequences(setting, sequences):
    found = value(FuzzyCRF(k=3, include_gold=False), setting, 3)
    knowledge = setting.knowledge(3)
    for row, length in enumerate([4, 1, 2]):
        count = int(knowledge.valid[row].sum())
        sets = [set(knowledge.paths[row, :count, t].tolist()) for t in range(length)]
        paths = torch.zeros(3, len(sequences(length)), 4, dtype=torch.long)
        paths[row, :, :length] = torch.tensor(sequences(length))
        log_probs = setting.student.chain.log_prob(paths)[row]
        chosen = [all(y in s for y, s in zip(p, sets, strict=True)) for p in sequences(length)]
        assert torch.allclose(found[row], -log_probs[torch.tensor(chosen)].logsumexp(0))


@pytest.mark.parametrize("weighting", ["softmax", "probability"])
def test_with_all_sequences_it_is_the_exact_cross_entropy(setting, weighting):
    expected = setting.teacher_chain.cross_entropy(setting.student.chain)
    found = value(KBestCrossEntropy(ALL, weighting), setting, ALL)
    assert torch.allclose(found, expected, atol=1e-5)  # the store keeps float32


@pytest.mark.parametrize("temperature", [0.5, 3.0])
def test_temperature_tempers_the_teachers_scores(setting, temperature):
    expected = setting.teacher_chain.temper(temperature).cross_entropy(setting.student.chain)
    found = value(KBestCrossEntropy(ALL, "softmax", temperature), setting, ALL)
    assert torch.allclose(found, expected, atol=1e-5)


def test_weightings_by_hand(setting):
    knowledge = setting.knowledge(3)
    log_probs = setting.student.chain.log_prob(knowledge.paths)
    teacher = knowledge.log_probs.double().exp()
    expected = {
        "uniform": -log_probs[0].mean(),
        "probability": -(teacher[0] * log_probs[0]).sum(),
        "softmax": -(teacher[0] / teacher[0].sum() * log_probs[0]).sum(),
    }
    for weighting, wanted in expected.items():
        found = value(KBestCrossEntropy(3, weighting), setting, 3)
        assert torch.allclose(found[0], wanted, atol=1e-6)


def test_fewer_paths_than_asked_for(setting):
    # One token has three legal labels: O, B-A and B-B.
    assert setting.knowledge(5).valid.sum(dim=1).tolist() == [5, 3, 5]
    log_probs = setting.student.chain.log_prob(setting.knowledge(3).paths)[1]
    found = value(KBestCrossEntropy(5, "uniform"), setting, 5)[1]
    assert torch.allclose(found, -log_probs.mean())


@pytest.mark.parametrize("loss", [KBestCrossEntropy(2), FuzzyCRF(2), FuzzyCRF(2, False)])
def test_what_other_losses_ask_for_changes_nothing(setting, loss):
    assert torch.equal(value(loss, setting, 2), value(loss, setting, 9))


def test_gold_is_the_probability_of_the_gold_sequence(setting):
    found = GoldNLL()(setting.student, None, setting.batch)
    assert torch.equal(found, -setting.student.chain.log_prob(setting.batch.labels))
    assert GoldNLL.reads_gold
    assert not GoldNLL().needs


def test_a_student_like_its_teacher_has_nothing_to_learn_from_all_paths(setting):
    teacher = setting.teacher_chain
    emissions = teacher.emissions.clone().requires_grad_()
    student = type(teacher)(
        emissions, teacher.transitions, teacher.start, teacher.end, teacher.mask
    )
    output = replace(setting.student, chain=student, hidden=emissions)
    KBestCrossEntropy(ALL)(output, setting.knowledge(ALL), setting.batch).sum().backward()
    assert emissions.grad.abs().max() < 1e-5


def test_a_path_that_does_not_exist_counts_nothing_even_where_the_student_forbids_it(setting):
    only = TeacherKnowledge(
        torch.tensor([[[1, 0, 0, 0], [0, 0, 0, 0]]] * 3),
        torch.tensor([[0.0, -torch.inf]] * 3),
        torch.tensor([[True, False]] * 3),
        5,
    )
    allowed = torch.ones(3, 4, 5, dtype=torch.bool)
    allowed[:, 0, 0] = False  # the stand-in for the missing path starts with this label
    chain = setting.student.chain.restrict(allowed)
    student = replace(setting.student, chain=chain)
    for weighting in ("softmax", "uniform", "probability"):
        found = KBestCrossEntropy(2, weighting)(student, only, setting.batch)
        assert torch.allclose(found, -chain.log_prob(only.paths[:, 0]))
