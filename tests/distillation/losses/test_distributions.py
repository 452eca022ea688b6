"""Losses of whole distributions and of single tokens, by identities and by brute force."""

from dataclasses import replace

import pytest
import torch

from mgkd.config import UserError
from mgkd.crf import LinearChain
from mgkd.data import Labels
from mgkd.distillation import (
    DIST,
    CollapsedPosteriorKL,
    DecoupledKD,
    EmissionKL,
    KBestCrossEntropy,
    KBestDecoupledKD,
    LogitMSE,
    Needs,
    PosteriorKL,
    StructuralCrossEntropy,
    Voice,
    losses,
)
from mgkd.distillation.losses.decoupling import decoupled
from mgkd.models.legality import legal_part

ALL = 200  # more than there are legal sequences
LENGTHS = [4, 1, 2]
CLOSE = {"rtol": 1e-4, "atol": 1e-5}  # knowledge is kept in float32
SCORES = [
    PosteriorKL,
    StructuralCrossEntropy,
    EmissionKL,
    LogitMSE,
    DIST,
    DecoupledKD,
    CollapsedPosteriorKL,
]
DIVERGENCES = [PosteriorKL, EmissionKL, CollapsedPosteriorKL]


def value(loss, setting, student=None):
    asked = loss.asks
    known = setting.knowledge(asked.paths, asked.scores)
    return loss(student or setting.student, known, setting.batch).double()


def like_the_teacher(setting):
    """The student that its teacher is, and the scores that gradients are kept for."""
    chain = setting.teacher_chain
    scores = [
        part.clone().requires_grad_()
        for part in (chain.emissions, chain.transitions, chain.start, chain.end)
    ]
    return replace(setting.student, chain=LinearChain(*scores, chain.mask)), scores


def table(chain, sequences, row, tau):
    """Every legal sequence of a row, and its log-probability with scores divided by tau."""
    paths = torch.tensor(sequences(LENGTHS[row]))
    padded = torch.zeros(3, len(paths), 4, dtype=torch.long)
    padded[row, :, : LENGTHS[row]] = paths
    return paths, (chain.log_prob(padded)[row] / tau).log_softmax(0)


@pytest.mark.parametrize("tau", [1.0, 3.0])
def test_structural_is_the_cross_entropy_over_all_sequences(setting, sequences, tau):
    found = value(StructuralCrossEntropy(tau), setting)
    for row in range(3):
        _, teacher = table(setting.teacher_chain, sequences, row, tau)
        _, student = table(setting.student.chain, sequences, row, tau)
        expected = -(tau**2) * (teacher.exp() * student).sum()
        assert torch.allclose(found[row], expected, **CLOSE)


def test_structural_is_what_all_paths_say(setting):
    expected = value(KBestCrossEntropy(ALL), setting)
    assert torch.allclose(value(StructuralCrossEntropy(), setting), expected, **CLOSE)


@pytest.mark.parametrize("tau", [1.0, 0.5, 3.0])
def test_posterior_compares_the_labels_of_tokens(setting, sequences, tau):
    found = value(PosteriorKL(tau), setting)
    for row, length in enumerate(LENGTHS):
        paths, teacher = table(setting.teacher_chain, sequences, row, tau)
        _, student = table(setting.student.chain, sequences, row, tau)
        expected = 0.0
        for t in range(length):
            for label in set(paths[:, t].tolist()):
                p = teacher[paths[:, t] == label].exp().sum()
                q = student[paths[:, t] == label].exp().sum()
                expected += tau**2 * p * (p / q).log()
        assert torch.allclose(found[row], expected, **CLOSE)


@pytest.mark.parametrize("loss", [*DIVERGENCES, StructuralCrossEntropy])
def test_a_student_like_its_teacher_has_nothing_to_learn(setting, loss):
    student, scores = like_the_teacher(setting)
    values = value(loss(2.0), setting, student)
    if loss in DIVERGENCES:
        assert values.abs().max() < 1e-5
    else:
        entropy = 4 * setting.teacher_chain.temper(2.0).entropy()
        assert torch.allclose(values, entropy, **CLOSE)
    gradients = torch.autograd.grad(values.sum(), scores, allow_unused=True)
    assert all(g is None or g.abs().max() < 1e-4 for g in gradients)


@pytest.mark.parametrize("loss", [LogitMSE, DIST, DecoupledKD])
def test_so_has_one_with_the_same_emissions(setting, loss):
    student, _ = like_the_teacher(setting)
    assert value(loss(), setting, student).abs().max() < 1e-5


@pytest.mark.parametrize("loss", DIVERGENCES)
@pytest.mark.parametrize("tau", [0.5, 1.0, 4.0])
def test_a_divergence_is_not_negative(setting, loss, tau):
    assert (value(loss(tau), setting) >= 0).all()


@pytest.mark.parametrize("loss", [*DIVERGENCES, DIST, DecoupledKD])
def test_a_temperature_divides_all_scores(setting, loss):
    """At tau it is tau^2 times what it is at 1 between taggers whose scores were divided."""
    tau = 3.0
    tempered = replace(
        setting,
        student=replace(setting.student, chain=setting.student.chain.temper(tau)),
        teacher_chain=setting.teacher_chain.temper(tau),
    )
    expected = tau**2 * value(loss(temperature=1.0), tempered)
    assert torch.allclose(value(loss(temperature=tau), setting), expected, **CLOSE)


@pytest.mark.parametrize("gap", [20.0, 70.0, 150.0])
@pytest.mark.parametrize("loss", [PosteriorKL, CollapsedPosteriorKL])
def test_however_wrong_a_student_is_it_is_put_right(setting, loss, gap):
    """Without transitions the gradient of tau^2 KL is tau (q - p), which has bounds."""
    tau = 0.5
    emissions = torch.zeros(3, 4, 5)
    emissions[..., 1] = gap
    emissions.requires_grad_()
    student = replace(setting.student, chain=LinearChain(emissions, mask=setting.batch.mask))
    teacher = LinearChain(setting.teacher_chain.emissions, mask=setting.batch.mask)
    value(loss(tau), replace(setting, teacher_chain=teacher), student).sum().backward()
    p, q = ((scores.double() / tau).softmax(2) for scores in (teacher.emissions, emissions))
    expected = tau * (q - p).masked_fill(~setting.batch.mask.unsqueeze(2), 0.0)
    assert torch.allclose(emissions.grad.double(), expected, **CLOSE)


@pytest.mark.parametrize("tau", [1.0, 2.0])
def test_emissions_are_compared_token_by_token(setting, tau):
    found = value(EmissionKL(tau), setting)
    p = (setting.teacher_chain.emissions / tau).softmax(2)
    q = (setting.student.chain.emissions / tau).softmax(2)
    tokens = (p * (p / q).log()).sum(2)
    for row, length in enumerate(LENGTHS):
        assert torch.allclose(found[row], tau**2 * tokens[row, :length].sum(), **CLOSE)


def test_without_transitions_emissions_say_all(setting):
    flat = replace(
        setting,
        student=replace(
            setting.student,
            chain=LinearChain(setting.student.chain.emissions, mask=setting.batch.mask),
        ),
        teacher_chain=LinearChain(setting.teacher_chain.emissions, mask=setting.batch.mask),
    )
    assert torch.allclose(value(EmissionKL(2.0), flat), value(PosteriorKL(2.0), flat), **CLOSE)


def test_logits_are_compared_by_squares(setting):
    found = value(LogitMSE(), setting)
    squares = (setting.student.chain.emissions - setting.teacher_chain.emissions).square().sum(2)
    for row, length in enumerate(LENGTHS):
        assert torch.allclose(found[row], squares[row, :length].sum(), **CLOSE)


def shifted(setting, amount):
    """The student with a constant of its own added to all emissions of each token."""
    emissions = setting.student.chain.emissions
    constants = torch.arange(float(emissions[..., 0].numel())).view(3, 4, 1) * amount
    chain = setting.student.chain
    moved = LinearChain(
        emissions + constants, chain.transitions, chain.start, chain.end, chain.mask
    )
    return replace(setting.student, chain=moved)


@pytest.mark.parametrize("loss", [LogitMSE(centred=True), EmissionKL(), PosteriorKL(), DIST()])
def test_constants_of_a_token_mean_nothing(setting, loss):
    expected = value(loss, setting)
    assert torch.allclose(value(loss, setting, shifted(setting, 0.7)), expected, **CLOSE)


def test_centred_is_the_least_distance_over_such_constants(setting):
    least = value(LogitMSE(centred=True), setting)
    plain = value(LogitMSE(), setting)
    assert (least <= plain + 1e-9).all()
    assert not torch.allclose(plain, value(LogitMSE(), setting, shifted(setting, 0.7)))
    difference = setting.student.chain.emissions - setting.teacher_chain.emissions
    by_hand = difference[1, 0].var(correction=0) * difference.shape[2]
    assert torch.allclose(least[1], by_hand, **CLOSE)


def random_pair(*shape):
    generator = torch.Generator().manual_seed(3)
    scores = torch.randn(2, *shape, generator=generator, dtype=torch.float64)
    return scores[0].softmax(-1), scores[1].log_softmax(-1)


def test_decoupled_parts_make_up_the_divergence():
    p, log_q = random_pair(20, 5)
    target = torch.nn.functional.one_hot(torch.arange(20) % 5, 5).bool()
    tckd, nckd = decoupled(p, log_q, target)
    expected = (p * (p.log() - log_q)).sum(-1)
    assert torch.allclose(tckd + (1 - p[target]) * nckd, expected)
    assert (tckd >= 0).all()
    assert (nckd >= 0).all()


def test_decoupled_where_nothing_is_left_for_the_others():
    p = torch.tensor([[1.0, 0.0, 0.0]])
    log_q = torch.tensor([[0.2, 0.5, 0.3]]).log().requires_grad_()
    target = torch.tensor([[True, False, False]])
    tckd, nckd = decoupled(p, log_q, target)
    assert torch.allclose(tckd, -log_q[:, 0])
    assert nckd.item() == 0
    (tckd + nckd).sum().backward()
    assert log_q.grad.tolist() == [[-1.0, 0.0, 0.0]]


def test_decoupled_tokens_make_up_the_token_loss(setting):
    """Of one token: alpha = 1 and beta = 1 - p_target give the divergence back."""
    target = int(setting.batch.labels[1, 0])
    p = setting.teacher_chain.emissions[1, 0].softmax(0)[target].item()
    found = value(DecoupledKD(alpha=1.0, beta=1 - p), setting)[1]
    assert torch.allclose(found, value(EmissionKL(), setting)[1], **CLOSE)


@pytest.mark.parametrize("tau", [1.0, 2.0])
def test_decoupled_is_a_sum_over_tokens(setting, tau):
    found = value(DecoupledKD(alpha=0.7, beta=3.0, target="teacher", temperature=tau), setting)
    p, q = (
        (chain.emissions / tau).softmax(2)
        for chain in (setting.teacher_chain, setting.student.chain)
    )
    best = setting.teacher_chain.viterbi().paths
    for row, length in enumerate(LENGTHS):
        expected = 0.0
        for t in range(length):
            target = int(best[row, t])
            has, wanted = q[row, t], p[row, t]
            two = [(wanted[target], has[target]), (1 - wanted[target], 1 - has[target])]
            expected += 0.7 * sum(a * (a / b).log() for a, b in two)
            others = [
                (wanted[j] / (1 - wanted[target]), has[j] / (1 - has[target]))
                for j in range(5)
                if j != target
            ]
            expected += 3.0 * sum(a * (a / b).log() for a, b in others)
        assert torch.allclose(found[row], tau**2 * expected, **CLOSE)


def test_the_target_is_gold_where_there_is_gold(setting):
    gold, teacher = (value(DecoupledKD(target=t), setting) for t in ("gold", "teacher"))
    assert gold[2] == teacher[2]  # it has no labels
    agreeing = setting.teacher_chain.viterbi().paths == setting.batch.labels
    for row in range(2):
        assert (gold[row] == teacher[row]) == agreeing[row, : LENGTHS[row]].all()


def test_kbest_decoupled_makes_up_the_divergence_within_the_k(setting):
    knowledge = setting.knowledge(3)
    p = knowledge.weights(2.0).double()
    log_q = (setting.student.chain.log_prob(knowledge.paths) / 2.0).log_softmax(1)
    expected = 4 * (p * (p.log() - log_q)).sum(1)
    for row in range(3):
        rest = 1 - p[row, 0].item()
        found = value(KBestDecoupledKD(3, alpha=1.0, beta=rest, temperature=2.0), setting)[row]
        assert torch.allclose(found, expected[row], **CLOSE)


def test_kbest_decoupled_says_nothing_where_there_is_one_path(setting):
    allowed = torch.zeros(3, 4, 5, dtype=torch.bool)
    allowed[..., 0] = True
    certain = replace(setting, teacher_chain=setting.teacher_chain.restrict(allowed))
    assert value(KBestDecoupledKD(), certain).abs().max() == 0


def test_correlations_by_hand(setting):
    p = setting.teacher_chain.emissions.softmax(2)
    q = setting.student.chain.emissions.softmax(2)
    between = value(DIST(gamma=0.0), setting)
    within = value(DIST(beta=0.0), setting)
    for row, length in enumerate(LENGTHS):
        tokens = [torch.corrcoef(torch.stack([p[row, t], q[row, t]]))[0, 1] for t in range(length)]
        assert torch.allclose(between[row], (1 - torch.stack(tokens)).sum(), **CLOSE)
        if length > 1:
            classes = [
                torch.corrcoef(torch.stack([p[row, :length, j], q[row, :length, j]]))[0, 1]
                for j in range(p.shape[2])
            ]
            expected = length * (1 - torch.stack(classes)).mean()
            assert torch.allclose(within[row], expected, **CLOSE)
        else:
            assert within[row] == 0


def test_probabilities_scaled_towards_the_uniform_correlate_fully(setting):
    p = setting.teacher_chain.emissions.softmax(2)
    flatter = (0.3 * p + 0.7 / p.shape[2]).log()
    student = replace(setting.student, chain=LinearChain(flatter, mask=setting.batch.mask))
    assert value(DIST(), setting, student).abs().max() < 1e-5
    assert (value(EmissionKL(), setting, student) > 1e-3).all()


def varying_little(setting, part, scale):
    """Emissions of a student: all labels nearly as probable, or one improbable everywhere."""
    teacher = setting.teacher_chain.emissions
    moved = teacher.clone()
    moved[..., 0] -= torch.tensor(scale, dtype=torch.float64).log()
    return (moved if "beta" in part else teacher * scale).float().requires_grad_()


@pytest.mark.parametrize("scale", [1.0, 1e-2, 1e-4])
@pytest.mark.parametrize("part", [{"beta": 0.0}, {"gamma": 0.0}])
def test_a_correlation_does_not_depend_on_the_size_of_what_varies(setting, part, scale):
    """In float64 it is what the correlation of so little is."""
    emissions = varying_little(setting, part, scale)
    student = replace(setting.student, chain=LinearChain(emissions, mask=setting.batch.mask))
    found = value(DIST(**part), setting, student)
    p = setting.teacher_chain.emissions.softmax(2)
    q = emissions.detach().double().softmax(2)
    for row, length in enumerate(LENGTHS):
        own, other = (p[row, :length], q[row, :length])
        if "beta" in part:
            own, other = own.T, other.T
        if len(own.T) == 1:  # of one token nothing varies
            assert found[row] == 0
            continue
        pairs = torch.stack([own, other], dim=1)
        each = torch.stack([1 - torch.corrcoef(pair)[0, 1] for pair in pairs])
        assert torch.allclose(found[row], length * each.mean(), rtol=0.02, atol=0.02)


@pytest.mark.parametrize("scale", [1.0, 1e-5, 1e-9])
@pytest.mark.parametrize("part", [{"beta": 0.0}, {"gamma": 0.0}])
def test_where_next_to_nothing_varies_the_gradient_has_bounds(setting, part, scale):
    emissions = varying_little(setting, part, scale)
    student = replace(setting.student, chain=LinearChain(emissions, mask=setting.batch.mask))
    loss = DIST(**part)
    known = setting.knowledge(loss.asks.paths, loss.asks.scores)
    values = loss(student, known, setting.batch)
    [gradient] = torch.autograd.grad(values.sum(), emissions)
    assert (values <= 4.0).all()
    assert gradient.abs().max() < (1e7 if "gamma" in part else 1e2)


@pytest.mark.parametrize("loss", [DIST(), DIST(temperature=3.0)])
def test_a_student_that_knows_nothing_correlates_with_nothing(setting, loss):
    emissions = torch.zeros(3, 4, 5, requires_grad=True)
    student = replace(setting.student, chain=LinearChain(emissions, mask=setting.batch.mask))
    values = value(loss, setting, student)
    expected = loss.temperature**2 * torch.tensor([8.0, 1.0, 4.0], dtype=torch.float64)
    assert torch.allclose(values, expected)
    values.sum().backward()
    assert not emissions.grad.any()


# Several voices


def voiced(setting, *voices):
    known = setting.knowledge(1, scores=True)
    return replace(known, voices=voices)


def voice_of(setting, chain, share=1.0, labels=None):
    return Voice(chain, labels or setting.student.labels, share)


@pytest.mark.parametrize("loss", SCORES)
def test_equal_voices_are_one_voice(setting, loss):
    one = voiced(setting, voice_of(setting, setting.teacher_chain))
    halves = [voice_of(setting, setting.teacher_chain, share) for share in (0.25, 0.75)]
    found, expected = (
        loss()(setting.student, known, setting.batch) for known in (voiced(setting, *halves), one)
    )
    assert torch.allclose(found, expected)


@pytest.mark.parametrize("loss", [StructuralCrossEntropy(2.0), LogitMSE(), CollapsedPosteriorKL()])
def test_these_are_means_over_the_voices(setting, loss):
    chains = [setting.teacher_chain, setting.teacher_chain.temper(2.0)]
    alone = [
        loss(setting.student, voiced(setting, voice_of(setting, c)), setting.batch) for c in chains
    ]
    both = voiced(
        setting, *(voice_of(setting, c, s) for c, s in zip(chains, (0.3, 0.7), strict=True))
    )
    found = loss(setting.student, both, setting.batch)
    assert torch.allclose(found, 0.3 * alone[0] + 0.7 * alone[1])


@pytest.mark.parametrize("loss", [PosteriorKL(), EmissionKL()])
def test_these_compare_with_the_mean_and_so_are_less(setting, loss):
    chains = [setting.teacher_chain, setting.teacher_chain.temper(4.0)]
    alone = [
        loss(setting.student, voiced(setting, voice_of(setting, c)), setting.batch) for c in chains
    ]
    both = voiced(setting, *(voice_of(setting, c, 0.5) for c in chains))
    assert (loss(setting.student, both, setting.batch) < (alone[0] + alone[1]) / 2).all()


# Voices with entity types of their own


def test_a_voice_of_all_types_needs_no_collapsing(setting):
    expected = value(PosteriorKL(2.0), setting)
    assert torch.allclose(value(CollapsedPosteriorKL(2.0), setting), expected)


def test_tags_that_a_voice_does_not_know_count_as_outside(setting):
    known = Labels(["B"])
    generator = torch.Generator().manual_seed(9)
    emissions = torch.randn(3, 4, 3, generator=generator, dtype=torch.float64)
    chain = legal_part(LinearChain(emissions, mask=setting.batch.mask), known)
    teacher = voiced(setting, voice_of(setting, chain, labels=known))
    found = CollapsedPosteriorKL()(setting.student, teacher, setting.batch)
    own = setting.student.chain.marginals()  # O, B-A, I-A, B-B, I-B
    collapsed = torch.stack([own[..., :3].sum(2), own[..., 3], own[..., 4]], dim=2)
    p = chain.marginals()
    for row, length in enumerate(LENGTHS):
        tokens = [(p[row, t], collapsed[row, t]) for t in range(length)]
        expected = sum((torch.xlogy(p, p) - torch.xlogy(p, q)).nansum() for p, q in tokens)
        assert torch.allclose(found[row], expected)


@pytest.mark.parametrize("loss", [loss for loss in SCORES if not loss.hears_parts])
def test_other_losses_refuse_such_voices(setting, loss):
    chain = LinearChain(torch.zeros(3, 4, 3), mask=setting.batch.mask)
    teacher = voiced(setting, voice_of(setting, chain, labels=Labels(["B"])))
    with pytest.raises(UserError, match="entity types of their own"):
        loss()(setting.student, teacher, setting.batch)


# What classes declare


@pytest.mark.parametrize("name", losses.names())
def test_losses_that_read_emissions_say_so(setting, name):
    """A teacher of other tags has no emissions to give."""
    loss = losses.get(name)()
    if not loss.asks.scores:
        assert not loss.reads_emissions
        return
    known = setting.knowledge(loss.asks.paths, scores=True)
    refined = replace(known, voices=tuple(replace(v, is_refined=True) for v in known.voices))
    if loss.reads_emissions:
        with pytest.raises(UserError, match="tags are of another scheme"):
            loss(setting.student, refined, setting.batch)
    else:
        assert loss(setting.student, refined, setting.batch).isfinite().all()


def test_marginals_and_sequences_need_no_emissions():
    assert PosteriorKL().asks == StructuralCrossEntropy().asks == Needs(scores=True)


@pytest.mark.parametrize("loss", [PosteriorKL(2.0), DIST(), KBestDecoupledKD(3), DecoupledKD()])
def test_gradients_are_those_of_finite_differences(setting, loss):
    known = setting.knowledge(loss.asks.paths, loss.asks.scores)
    chain = setting.student.chain

    def of(emissions):
        own = LinearChain(emissions, chain.transitions, chain.start, chain.end, chain.mask)
        return loss(replace(setting.student, chain=own), known, setting.batch)

    emissions = chain.emissions.clone().requires_grad_()
    direction = torch.linspace(-1, 1, emissions.numel(), dtype=torch.float64).view_as(emissions)
    [gradient] = torch.autograd.grad(of(emissions).sum(), emissions)
    step = 1e-5 * direction
    difference = (of(chain.emissions + step) - of(chain.emissions - step)).sum() / 2e-5
    assert torch.allclose((gradient * direction).sum(), difference, rtol=1e-4, atol=1e-6)
