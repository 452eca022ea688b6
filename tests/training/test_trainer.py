import math
import re

import pytest
import torch
from torch import nn

from mgkd.config import UserError, build, check
from mgkd.training import (
    SGD,
    AdamW,
    Callback,
    Linear,
    ParameterGroup,
    StepLoss,
    Trainer,
)


class Recorder(Callback):
    def __init__(self):
        self.events = []
        self.rates = []

    def on_start(self, run):
        self.events.append("start")

    def on_epoch_start(self, run):
        self.events.append(f"epoch {run.epoch} of {run.epoch_steps}")

    def on_step_end(self, run):
        self.events.append(f"step {run.step}")
        self.rates.append(run.learning_rates)

    def on_epoch_end(self, run, record):
        self.events.append(f"end of {record.epoch} at {record.step}")

    def on_end(self, run):
        self.events.append("end")


def test_training_lowers_the_loss_and_reports_every_epoch(regression):
    summary = Trainer(epochs=8, optimizer=AdamW(lr=0.05)).fit(regression(dropout=0.0), seed=1)
    assert summary.history[-1].loss < summary.history[0].loss / 2
    assert [record.epoch for record in summary.history] == list(range(1, 9))
    assert [record.step for record in summary.history] == list(range(6, 54, 6))
    assert (summary.epochs_run, summary.steps, summary.stopped_early) == (8, 48, False)
    assert summary.seconds == pytest.approx(sum(record.seconds for record in summary.history))


def test_the_mean_of_the_terms_is_the_mean_loss(regression):
    summary = Trainer(epochs=1, optimizer=SGD(lr=1e-3)).fit(regression(), seed=1)
    record = summary.history[0]
    assert set(record.terms) == {"squared", "penalty"}
    assert sum(record.weighted.values()) == pytest.approx(record.loss, rel=1e-5)
    for name, weight in record.weights.items():
        assert record.weighted[name] == pytest.approx(weight * record.terms[name], rel=1e-5)


def test_a_term_counts_only_where_it_is_present(regression):
    task = regression(dropout=0.0)
    whole = task.loss

    def sometimes(batch):
        loss = whole(batch)
        rare = {"rare": 3.0} if len(task.modes) == 2 else {}
        return StepLoss(loss.total, rare)

    task.loss = sometimes
    summary = Trainer(epochs=1, optimizer=SGD(lr=1e-3)).fit(task, seed=1)
    assert summary.history[0].terms == {"rare": 3.0}


def test_the_seed_alone_decides(regression, weights, same):
    trainer = Trainer(epochs=2, optimizer=AdamW(lr=0.01))
    ends = []
    for seed in (3, 3, 4):
        torch.rand(seed)  # what was drawn before has no bearing
        task = regression()
        trainer.fit(task, seed=seed)
        ends.append(weights(task.model))
    assert same(ends[0], ends[1])
    assert not same(ends[0], ends[2])


def test_updates_run_in_training_mode_and_validation_in_eval_mode(regression):
    task = regression(items=8)
    Trainer(epochs=2, optimizer=SGD(lr=0.01)).fit(task, seed=0)
    assert task.modes == [True, True, False] * 2
    assert not task.model.training


def test_the_best_epochs_weights_are_in_the_model_at_the_end(regression, weights, same):
    seen = []

    class Keep(Callback):
        def on_epoch_end(self, run, record):
            seen.append(weights(task.model))

    task = regression(scores=[0.1, 0.7, 0.3, 0.7])
    summary = Trainer(epochs=4, optimizer=SGD(lr=0.1)).fit(task, seed=0, callbacks=[Keep()])
    assert summary.best_epoch == 2  # the earlier of two equals
    assert summary.best["f1"] == 0.7
    assert same(weights(task.model), seen[1])
    assert not same(seen[1], seen[3])


def test_patience_stops_after_that_many_epochs_without_a_new_best(regression):
    task = regression(scores=[0.1, 0.5, 0.4, 0.5, 0.9, 0.9])
    summary = Trainer(epochs=6, optimizer=SGD(lr=0.1), patience=2).fit(task, seed=0)
    assert (summary.epochs_run, summary.best_epoch, summary.stopped_early) == (4, 2, True)


def test_a_new_best_renews_patience(regression):
    task = regression(scores=[0.1, 0.0, 0.2, 0.1, 0.3, 0.2])
    summary = Trainer(epochs=6, optimizer=SGD(lr=0.1), patience=2).fit(task, seed=0)
    assert (summary.epochs_run, summary.best_epoch, summary.stopped_early) == (6, 5, False)


def test_another_metric_can_be_monitored(regression):
    summary = Trainer(epochs=3, optimizer=SGD(lr=0.05), monitor="error").fit(
        regression(dropout=0.0), seed=0
    )
    assert summary.best["error"] == max(record.metrics["error"] for record in summary.history)


def test_callbacks_see_everything_in_order(regression):
    own, given = Recorder(), Recorder()
    trainer = Trainer(epochs=2, optimizer=SGD(lr=0.1), callbacks=(own,))
    trainer.fit(regression(items=8), seed=0, callbacks=[given])
    assert own.events == [
        *("start", "epoch 1 of 2", "step 1", "step 2", "end of 1 at 2"),
        *("epoch 2 of 2", "step 3", "step 4", "end of 2 at 4", "end"),
    ]
    assert given.events == own.events


def test_callbacks_hear_of_the_end_after_an_error_too(regression):
    recorder = Recorder()
    task = regression()
    task.batches = lambda epoch: []
    with pytest.raises(UserError, match="epoch 1: there are no training batches"):
        Trainer(epochs=2, optimizer=SGD(lr=0.1)).fit(task, seed=0, callbacks=[recorder])
    assert recorder.events == ["start", "end"]


@pytest.mark.parametrize("optimizer", [SGD(lr=0.1), AdamW(lr=0.01)])
def test_accumulating_batches_equals_one_large_batch(regression, optimizer):
    # 24 items: 2 updates of 12, in one piece and in three pieces of 4.
    large, small = (regression(batch_size=size, dropout=0.0) for size in (12, 4))
    Trainer(epochs=2, optimizer=optimizer).fit(large, seed=0)
    summary = Trainer(epochs=2, optimizer=optimizer, accumulation=3).fit(small, seed=0)
    assert summary.steps == 4
    for a, b in zip(large.model.parameters(), small.model.parameters(), strict=True):
        torch.testing.assert_close(a, b, rtol=1e-4, atol=1e-6)


def test_what_is_left_at_the_end_of_an_epoch_makes_a_full_update(regression):
    # 24 items in batches of 8: an update of two batches, then an update of one.
    task, reference = (regression(batch_size=8, dropout=0.0) for _ in range(2))
    summary = Trainer(epochs=1, optimizer=SGD(lr=0.1), accumulation=2).fit(task, seed=0)
    assert summary.steps == 2
    sgd = torch.optim.SGD(reference.model.parameters(), lr=0.1)
    first, second, third = reference.batches(1)
    joined = tuple(torch.cat(parts) for parts in zip(first, second, strict=True))
    for batch in (joined, third):
        sgd.zero_grad()
        reference.loss(batch).total.backward()
        sgd.step()
    for a, b in zip(task.model.parameters(), reference.model.parameters(), strict=True):
        torch.testing.assert_close(a, b, rtol=1e-4, atol=1e-6)


def test_clipping_bounds_the_norm_of_an_update(regression, weights):
    moves = {}
    for largest in (None, 0.01):
        task = regression(batch_size=24, dropout=0.0)
        before = weights(task.model)
        Trainer(epochs=1, optimizer=SGD(lr=1.0), gradient_clipping=largest).fit(task, seed=0)
        after = weights(task.model)
        moves[largest] = math.sqrt(sum(float((after[n] - before[n]).square().sum()) for n in after))
    assert moves[0.01] == pytest.approx(0.01, rel=1e-3)
    assert moves[None] > 0.1


def test_without_clipping_an_update_is_the_plain_gradient_step(regression, weights, same):
    task, reference = (regression(batch_size=24, dropout=0.0) for _ in range(2))
    Trainer(epochs=1, optimizer=SGD(lr=0.1)).fit(task, seed=0)
    reference.loss(reference.batches(1)[0]).total.backward()
    torch.optim.SGD(reference.model.parameters(), lr=0.1).step()
    assert same(weights(task.model), weights(reference.model))


def test_groups_follow_the_schedule_each_at_its_own_rate(regression):
    recorder = Recorder()
    optimizer = SGD(lr=0.1, groups=(ParameterGroup("3.*", lr=0.02),))
    trainer = Trainer(epochs=2, optimizer=optimizer, schedule=Linear(warmup=1))
    summary = trainer.fit(regression(items=8), seed=0, callbacks=[recorder])
    factors = [1 / 2, 1, 2 / 3, 1 / 3]
    assert [r["default"] for r in recorder.rates] == pytest.approx([0.1 * f for f in factors])
    assert [r["3.*"] for r in recorder.rates] == pytest.approx([0.02 * f for f in factors])
    assert summary.history[-1].learning_rates == recorder.rates[-1]


def test_layers_with_rates_of_their_own_follow_the_schedule_and_are_reported_as_one(regression):
    recorder = Recorder()
    optimizer = SGD(lr=0.1, groups=(ParameterGroup("*", layer_decay=0.5),))
    task = regression(items=8)
    before = {name: p.detach().clone() for name, p in task.model.named_parameters()}
    gradients = []
    task.model[0].bias.register_hook(gradients.append)
    trainer = Trainer(epochs=1, optimizer=optimizer, schedule=Linear(warmup=1))
    trainer.fit(task, seed=0, callbacks=[recorder])
    assert recorder.rates == [{"*": pytest.approx(0.05)}, {"*": pytest.approx(0.1)}]
    parts = zip([0.05 / 8, 0.1 / 8], gradients, strict=True)
    expected = before["0.bias"] - sum(rate * gradient for rate, gradient in parts)
    assert torch.allclose(task.model[0].bias, expected)


@pytest.mark.parametrize("bad", [float("nan"), float("inf")])
def test_a_loss_that_is_not_finite_stops_before_it_does_harm(regression, bad, weights):
    task = regression()
    whole = task.loss

    def poisoned(batch):
        loss = whole(batch)
        factor = bad if len(task.modes) == 9 else 1.0  # 6 updates, 1 validation, 2nd update
        return StepLoss(loss.total * factor, {**loss.terms, "fuzzy": loss.total.detach() * factor})

    task.loss = poisoned
    with pytest.raises(UserError) as caught:
        Trainer(epochs=3, optimizer=SGD(lr=0.01)).fit(task, seed=0)
    assert "epoch 2, step 8: the loss is not finite" in str(caught.value)
    assert f"fuzzy {bad}" in str(caught.value)
    assert re.search(r"squared \d", str(caught.value))
    assert all(torch.isfinite(t).all() for t in weights(task.model).values())


def test_a_gradient_that_is_not_finite_is_told_from_the_loss(regression, weights, same):
    task = regression()
    before = weights(task.model)
    task.loss = lambda batch: StepLoss(task.model[0].weight.sum().mul(0).sqrt())
    with pytest.raises(UserError, match="epoch 1, step 1: the gradient is not finite"):
        Trainer(epochs=1, optimizer=SGD(lr=0.01)).fit(task, seed=0)
    assert same(weights(task.model), before)


def test_a_metric_that_validation_does_not_give_is_named(regression):
    with pytest.raises(UserError, match=r"no 'f2'; it gives error, f1"):
        Trainer(epochs=1, optimizer=SGD(lr=0.01), monitor="f2").fit(regression(), seed=0)


def test_a_monitored_metric_must_be_a_number(regression):
    with pytest.raises(UserError, match="epoch 2: f1 is nan"):
        Trainer(epochs=3, optimizer=SGD(lr=0.01)).fit(
            regression(scores=[0.1, float("nan"), 0.2]), seed=0
        )


def test_frozen_parameters_stay(regression, weights):
    task = regression()
    task.model[0].requires_grad_(False)
    before = weights(task.model)
    Trainer(epochs=1, optimizer=AdamW(lr=0.1)).fit(task, seed=0)
    after = weights(task.model)
    assert torch.equal(before["0.weight"], after["0.weight"])
    assert not torch.equal(before["3.weight"], after["3.weight"])


class Precisions(nn.Module):
    """A linear layer that notes the precision of what it computes."""

    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(2, 1)
        self.seen = set()

    def forward(self, inputs):
        result = self.linear(inputs)
        self.seen.add((self.training, result.dtype))
        return result


class PrecisionTask:
    def __init__(self):
        self.model = Precisions()

    def batches(self, epoch):
        return [torch.ones(2, 2)]

    def loss(self, batch):
        return StepLoss(self.model(batch).square().mean())

    def validate(self):
        self.model(torch.ones(2, 2))
        return {"f1": 0.0}


def test_trainings_of_different_precision_follow_each_other():
    for precision, dtype in (
        ("no", torch.float32),
        ("bf16", torch.bfloat16),
        ("no", torch.float32),
    ):
        task = PrecisionTask()
        Trainer(epochs=1, optimizer=SGD(lr=0.1), mixed_precision=precision).fit(task, seed=0)
        assert task.model.seen == {(True, dtype), (False, dtype)}
        # The model is as it was: no autocast stays behind, its weights are of full precision.
        assert task.model(torch.ones(1, 2)).dtype == torch.float32
        assert task.model.linear.weight.dtype == torch.float32


def test_fp16_without_a_gpu_is_refused():
    with pytest.raises(UserError, match="'fp16' needs a GPU"):
        Trainer(epochs=1, optimizer=SGD(lr=0.1), mixed_precision="fp16").fit(
            PrecisionTask(), seed=0
        )


def test_an_accelerator_of_the_calling_program_keeps_its_state():
    from accelerate import Accelerator
    from accelerate.state import AcceleratorState, GradientState

    AcceleratorState._reset_state()
    GradientState._reset_state()
    outer = Accelerator(mixed_precision="bf16", gradient_accumulation_steps=3)
    Trainer(epochs=1, optimizer=SGD(lr=0.1)).fit(PrecisionTask(), seed=0)
    assert outer.mixed_precision == "bf16"
    assert outer.gradient_accumulation_steps == 3
    AcceleratorState._reset_state()
    GradientState._reset_state()


def test_a_config_builds_a_trainer():
    trainer = build(
        Trainer,
        {
            "epochs": 3,
            "optimizer": {
                "type": "adamw",
                "lr": 1e-3,
                "groups": [{"match": "embedder.*", "lr": 2e-5}],
            },
            "schedule": {"type": "linear", "warmup": 0.1},
            "patience": 2,
            "mixed_precision": "bf16",
            "callbacks": [{"type": "json_lines", "path": "elsewhere.jsonl"}],
        },
    )
    assert trainer.optimizer.groups[0].lr == 2e-5
    assert trainer.schedule.warmup_steps(50) == 5
    assert (trainer.epochs, trainer.patience, trainer.mixed_precision) == (3, 2, "bf16")
    assert len(trainer.callbacks) == 1


def test_a_config_with_mistakes_is_told_all_of_them():
    problems = check(
        Trainer,
        {
            "epochs": "ten",
            "optimizer": {"type": "adamw", "learning_rate": 1e-3},
            "schedule": {"type": "linera"},
            "mixed_precision": "fp8",
        },
    )
    assert {problem.path for problem in problems} == {
        "epochs",
        "optimizer.learning_rate",
        "schedule.type",
        "mixed_precision",
    }
