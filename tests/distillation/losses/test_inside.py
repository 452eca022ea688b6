"""Losses that look at inner states: identities and hand-made values."""

from types import SimpleNamespace

import pytest
import torch

from mgkd.config import UserError
from mgkd.distillation import (
    AttentionMSE,
    HiddenCosine,
    HiddenMSE,
    LayerPair,
    MiniLMRelations,
)
from mgkd.distillation.losses.token_pairs import scaled_products, shares
from mgkd.models import Attention, Heads, States, StateSizes
from mgkd.models.batch import prefix_mask
from mgkd.testing.states import random_states

SIZES = StateSizes(hidden=(6, 8, 8), attention=(Heads(2, 4), Heads(2, 4)))
WIDE = StateSizes(hidden=(6, 12), attention=(Heads(3, 4),))
MASK = prefix_mask([4, 1, 2])
PAIR = [LayerPair(1, 2)]


def states(sizes=SIZES, seed=1, rows=3, length=4) -> States:
    made = random_states(sizes, rows, length, torch.Generator().manual_seed(seed))
    return made.each(torch.Tensor.double)


def value(loss, student, teacher, mask=MASK):
    """Of a loss that was bound to these two, in float64."""
    loss.bind(student.sizes, teacher.sizes)
    batch = SimpleNamespace(mask=mask)
    return loss.double()(SimpleNamespace(states=student), SimpleNamespace(states=teacher), batch)


@pytest.mark.parametrize(
    "loss",
    [
        HiddenMSE("uniform", projection=False),
        HiddenCosine("uniform", projection=False),
        AttentionMSE(),
        AttentionMSE(compare="probabilities"),
        AttentionMSE(average_heads=True),
        MiniLMRelations(["query", "key", "value", "query_key"], layers="uniform"),
    ],
    ids=lambda loss: type(loss).__name__,
)
def test_a_student_like_its_teacher_has_nothing_to_learn(loss):
    own = states().each(torch.Tensor.requires_grad_)
    found = value(loss, own, own.each(torch.Tensor.detach))
    assert torch.allclose(found, torch.zeros(3, dtype=torch.float64), atol=1e-12)
    found.sum().backward()
    gradients = [part.grad for part in own.tensors() if part.grad is not None]
    assert gradients and all(g.abs().max() < 1e-7 for g in gradients)
    assert (value(loss, states(seed=2), own)[[0, 2]] > 0).all()


def test_hidden_mse_by_hand():
    own, other = states(seed=1), states(seed=2)
    loss = HiddenMSE([LayerPair(0, 0), LayerPair(2, 1)])
    found = value(loss, own, other)
    low, high = (projection.weight for projection in loss.projections)
    for row, length in enumerate((4, 1, 2)):
        first = own.hidden[0][row, :length] @ low.T - other.hidden[0][row, :length]
        second = own.hidden[2][row, :length] @ high.T - other.hidden[1][row, :length]
        expected = (first.square().mean() + second.square().mean()) / 2
        assert torch.allclose(found[row], expected)


def test_hidden_cosine_is_half_the_squared_distance_at_unit_length():
    own, other = states(seed=1), states(seed=2)
    found = value(HiddenCosine(projection=False), own, other)
    unit = [torch.nn.functional.normalize(s.hidden[-1], dim=2) for s in (own, other)]
    squares = (unit[0] - unit[1]).square().sum(dim=2) / 2
    expected = [squares[row, :length].mean() for row, length in enumerate((4, 1, 2))]
    assert torch.allclose(found, torch.stack(expected))
    assert (found >= 0).all() and (found <= 2).all()
    opposite = value(HiddenCosine(projection=False), own, own.each(torch.neg))
    assert torch.allclose(opposite, torch.full((3,), 2.0, dtype=torch.float64))


def test_a_projection_has_the_shape_of_each_pair():
    loss = HiddenMSE("uniform")
    loss.bind(SIZES, WIDE)
    shapes = {name: tuple(p.shape) for name, p in loss.named_parameters()}
    assert shapes == {
        "projections.0.weight": (6, 6),
        "projections.1.weight": (12, 8),
        "projections.2.weight": (12, 8),
    }
    assert not list(HiddenMSE("uniform", projection=False).parameters())


@pytest.mark.parametrize("compare", ["scores", "probabilities"])
@pytest.mark.parametrize("averaged", [False, True])
def test_attention_by_hand(compare, averaged):
    own, other = states(seed=1), states(seed=2)
    found = value(AttentionMSE(PAIR, compare=compare, average_heads=averaged), own, other)

    def maps(layer, row, length):
        """[heads, length, length]"""
        q, k = layer.query[row, :length].transpose(0, 1), layer.key[row, :length].transpose(0, 1)
        scores = torch.stack([one @ other.T for one, other in zip(q, k, strict=True)]) / 4**0.5
        wanted = scores if compare == "scores" else scores.softmax(dim=2)
        return wanted.mean(dim=0, keepdim=True) if averaged else wanted

    for row, length in enumerate((4, 1, 2)):
        low, high = (maps(s, row, length) for s in (own.attention[0], other.attention[1]))
        assert torch.allclose(found[row], (low - high).square().mean())


def test_relations_by_hand():
    own, other = states(seed=1), states(WIDE, seed=2)
    found = value(MiniLMRelations(["value", "query_key"], heads=4), own, other)
    low, high = own.attention[-1], other.attention[-1]
    for row, length in enumerate((4, 1, 2)):
        expected = 0.0
        for head in range(4):
            relations = []
            for side, width in ((high, 3), (low, 2)):
                cut = slice(head * width, (head + 1) * width)
                q, k, v = (
                    part[row, :length].flatten(1)[:, cut]
                    for part in (side.query, side.key, side.value)
                )
                scores = torch.stack([v @ v.T, q @ k.T]) / width**0.5
                relations.append(scores.softmax(dim=2))
            wanted, has = relations
            expected += (wanted * (wanted.log() - has.log())).sum() / (4 * length)
        assert torch.allclose(found[row], expected)


def test_rows_of_relations_sum_to_one_over_the_tokens():
    layer = states().attention[0]
    found = shares(scaled_products(layer.query, layer.key), MASK)
    assert torch.allclose(found.sum(dim=3), torch.ones(3, 2, 4, dtype=torch.float64))
    assert not found[1, :, :, 1:].any() and not found[2, :, :, 2:].any()


def test_under_autocast_sums_are_in_full():
    own, other = (states(seed=seed).each(torch.Tensor.float) for seed in (1, 2))
    batch = SimpleNamespace(mask=MASK)
    for loss in (HiddenMSE(), HiddenCosine(), AttentionMSE(), MiniLMRelations()):
        loss.bind(own.sizes, other.sizes)
        given = SimpleNamespace(states=own), SimpleNamespace(states=other), batch
        expected = loss(*given)
        halves = [SimpleNamespace(states=s.each(torch.Tensor.bfloat16)) for s in (own, other)]
        with torch.autocast("cpu", torch.bfloat16):
            found = loss(*halves, batch)
        assert found.dtype == torch.float32
        assert torch.allclose(found, expected, rtol=0.05, atol=0.01)


def test_padding_may_hold_anything():
    own, other = states(seed=1), states(seed=2)
    losses = [HiddenMSE(), HiddenCosine(), AttentionMSE(), MiniLMRelations()]
    for loss in losses:
        torch.manual_seed(0)
        expected = value(loss, own, other)
        torch.manual_seed(0)
        spoilt = [s.each(lambda part: _spoilt(part)) for s in (own, other)]
        assert torch.equal(value(loss, *spoilt), expected)


def _spoilt(part):
    padding = ~MASK.view(3, 4, *[1] * (part.dim() - 2))
    return part.masked_fill(padding, 1e4)


def test_heads_of_attention_must_be_as_many_or_averaged():
    with pytest.raises(UserError, match="has 2 heads, the teacher's 3; set average_heads to true"):
        AttentionMSE("last").bind(SIZES, WIDE)
    found = value(AttentionMSE("last", average_heads=True), states(), states(WIDE))
    assert found.isfinite().all()


def test_widths_must_be_multiples_of_the_relation_heads():
    with pytest.raises(UserError, match="student's attention is 8 wide, which is no multiple of 3"):
        MiniLMRelations().bind(SIZES, WIDE)
    with pytest.raises(UserError, match=r"teacher's attention is 12 wide, .* of 8 relation heads"):
        MiniLMRelations(heads=8).bind(SIZES, WIDE)


def test_without_a_projection_widths_must_be_equal():
    with pytest.raises(UserError, match="layer 2 of the student has vectors of 8 numbers, layer 1"):
        HiddenMSE(projection=False).bind(SIZES, WIDE)


def test_attention_has_its_heads_one_behind_the_other():
    flat = torch.arange(12.0).view(1, 2, 6)
    layer = Attention.of_heads(3, flat, flat, flat)
    assert layer.key.shape == (1, 2, 3, 2)
    assert layer.key[0, 1, 2].tolist() == [10, 11]
