import math

import pytest
import torch

from mgkd.training import StepLoss
from mgkd.training.means import RunningLoss, pooled_mean


def loss(total, terms, **told):
    return StepLoss(torch.as_tensor(total), terms, **told)


def test_a_term_is_averaged_over_the_batches_that_have_it():
    running = RunningLoss()
    running.add(loss(1.0, {"a": torch.tensor(2.0)}))
    running.add(loss(2.0, {"a": 4.0, "b": 7.0}))
    mean = running.mean()
    assert mean.loss == 1.5
    assert mean.terms == {"a": 3.0, "b": 7.0}


def test_processes_are_pooled_by_their_counts():
    one, two = RunningLoss(), RunningLoss()
    one.add(loss(1.0, {"a": 1.0}))
    two.add(loss(4.0, {}))
    two.add(loss(4.0, {"b": 5.0}))
    mean = pooled_mean([one.sums(), two.sums()])
    assert mean.loss == pytest.approx(3.0)
    assert mean.terms == {"a": 1.0, "b": 5.0}


def test_weighted_terms_add_up_to_the_loss_whatever_batches_had_them():
    one, two = RunningLoss(), RunningLoss()
    one.add(loss(3.0, {"a": 2.0, "b": 1.0}, weighted={"a": 1.0, "b": 2.0}))
    two.add(loss(4.0, {"a": 8.0}, weighted={"a": 4.0}))
    mean = pooled_mean([one.sums(), two.sums()])
    assert mean.terms == {"a": 5.0, "b": 1.0}
    assert mean.weighted == {"a": 2.5, "b": 1.0}
    assert sum(mean.weighted.values()) == mean.loss


def test_terms_keep_the_order_of_the_weights_whichever_came_first():
    running, weights = RunningLoss(), {"gold": 1.0, "teacher": 1.0}
    for name in ("teacher", "gold"):
        one = {name: torch.tensor(1.0)}
        running.add(StepLoss(torch.tensor(1.0), one, one, weights))
    mean = running.mean()
    assert list(mean.terms) == list(mean.weighted) == ["gold", "teacher"]


def test_of_weights_the_last_are_told():
    running = RunningLoss()
    running.add(loss(1.0, {"a": 1.0}, weights={"a": 1.0, "b": 0.5}))
    running.add(loss(1.0, {}, weights={"a": 0.25, "b": 0.75}))
    assert running.mean().weights == {"a": 0.25, "b": 0.75}


def test_no_gradient_is_kept():
    running = RunningLoss()
    parameter = torch.ones((), requires_grad=True)
    running.add(loss(parameter * 2, {"a": parameter * 3}, weighted={"a": parameter * 6}))
    assert not running._loss._total.requires_grad
    assert not running._weighted._sums["a"]._total.requires_grad
    assert running.mean().terms == {"a": 3.0}


def test_nothing_added_has_no_mean():
    assert math.isnan(RunningLoss().mean().loss)
