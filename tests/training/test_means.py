import math

import pytest
import torch

from mgkd.training.means import RunningLoss, pooled_mean


def test_a_term_is_averaged_over_the_batches_that_have_it():
    running = RunningLoss()
    running.add(torch.tensor(1.0), {"a": torch.tensor(2.0)})
    running.add(torch.tensor(2.0), {"a": 4.0, "b": 7.0})
    mean = running.mean()
    assert mean.loss == 1.5
    assert mean.terms == {"a": 3.0, "b": 7.0}


def test_processes_are_pooled_by_their_counts():
    one, two = RunningLoss(), RunningLoss()
    one.add(torch.tensor(1.0), {"a": 1.0})
    two.add(torch.tensor(4.0), {})
    two.add(torch.tensor(4.0), {"b": 5.0})
    mean = pooled_mean([one.sums(), two.sums()])
    assert mean.loss == pytest.approx(3.0)
    assert mean.terms == {"a": 1.0, "b": 5.0}


def test_no_gradient_is_kept():
    running = RunningLoss()
    parameter = torch.ones((), requires_grad=True)
    running.add(parameter * 2, {"a": parameter * 3})
    assert not running._loss._total.requires_grad
    assert running.mean().terms == {"a": 3.0}


def test_nothing_added_has_no_mean():
    assert math.isnan(RunningLoss().mean().loss)
