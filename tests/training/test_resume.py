"""A training that was cut off and resumed ends as one that was not."""

import errno
import os
from dataclasses import asdict

import pytest
import torch

from mgkd import files
from mgkd.config import UserError
from mgkd.training import AdamW, Callback, Checkpoints, Cosine, JSONLines, Trainer

EPOCHS = 4
SCORES = [0.1, 0.6, 0.4, 0.5]


def trainer(**changes):
    settings = {"epochs": EPOCHS, "optimizer": AdamW(lr=0.02), "schedule": Cosine(warmup=3)}
    return Trainer(**{**settings, "gradient_clipping": 1.0, **changes})


def facts(summary):
    """A summary without what the clock says."""
    history = [{**asdict(record), "seconds": None} for record in summary.history]
    return {**asdict(summary), "seconds": None, "history": history}


class CutOff(Callback):
    """Ends a training as Ctrl-C does, after some update or some epoch's validation."""

    def __init__(self, step=None, epoch=None):
        self.step, self.epoch = step, epoch

    def on_step_end(self, run):
        if run.step == self.step:
            raise KeyboardInterrupt

    def on_epoch_end(self, run, record):
        if record.epoch == self.epoch:
            raise KeyboardInterrupt


class Counter(Callback):
    """Something that a callback must not forget."""

    def __init__(self):
        self.count = 0

    def on_step_end(self, run):
        self.count += 1

    def state(self):
        return {"count": self.count}

    def load_state(self, state):
        self.count = state["count"]


@pytest.fixture
def uninterrupted(regression, weights):
    task = regression()
    summary = trainer().fit(task, seed=5)
    return facts(summary), weights(task.model)


@pytest.mark.parametrize(
    "cut",
    [
        pytest.param({"step": 2}, id="before the first checkpoint"),
        pytest.param({"step": 12}, id="after the last update of an epoch"),
        pytest.param({"step": 15}, id="in the middle of an epoch"),
        pytest.param({"epoch": 3}, id="between validation and checkpoint"),
    ],
)
def test_a_resumed_training_is_equal_to_the_last_bit(
    regression, weights, same, uninterrupted, tmp_path, cut
):
    with pytest.raises(KeyboardInterrupt):
        trainer().fit(regression(), seed=5, checkpoint_dir=tmp_path, callbacks=[CutOff(**cut)])
    torch.rand(17)
    task = regression()
    summary = trainer().fit(task, seed=5, checkpoint_dir=tmp_path, resume=True)
    assert facts(summary) == uninterrupted[0]
    assert same(weights(task.model), uninterrupted[1])


def test_the_best_epoch_may_lie_before_the_interruption(regression, weights, same, tmp_path):
    whole = regression(scores=SCORES)
    trainer().fit(whole, seed=5)
    with pytest.raises(KeyboardInterrupt):
        trainer().fit(
            regression(scores=SCORES), seed=5, checkpoint_dir=tmp_path, callbacks=[CutOff(step=20)]
        )
    assert Checkpoints(tmp_path).epochs() == [2, 3]  # the best and the last
    task = regression(scores=SCORES[3:])
    summary = trainer().fit(task, seed=5, checkpoint_dir=tmp_path, resume=True)
    assert (summary.best_epoch, summary.epochs_run) == (2, 4)
    assert same(weights(task.model), weights(whole.model))


def test_several_interruptions_add_up_to_nothing(
    regression, weights, same, uninterrupted, tmp_path
):
    for step in (7, 14, 19):
        with pytest.raises(KeyboardInterrupt):
            trainer().fit(
                regression(),
                seed=5,
                checkpoint_dir=tmp_path,
                resume=True,
                callbacks=[CutOff(step=step)],
            )
    task = regression()
    summary = trainer().fit(task, seed=5, checkpoint_dir=tmp_path, resume=True)
    assert facts(summary) == uninterrupted[0]
    assert same(weights(task.model), uninterrupted[1])


def test_a_training_that_is_over_resumes_to_its_end(regression, weights, same, tmp_path):
    first = regression(scores=[0.3, 0.2, 0.1, 0.0])
    done = trainer(patience=2).fit(first, seed=5, checkpoint_dir=tmp_path)
    second = regression(scores=[])
    again = trainer(patience=2).fit(second, seed=5, checkpoint_dir=tmp_path, resume=True)
    assert again == done
    assert again.stopped_early
    assert same(weights(first.model), weights(second.model))


def test_callbacks_get_their_state_back(regression, tmp_path):
    with pytest.raises(KeyboardInterrupt):
        trainer().fit(
            regression(),
            seed=5,
            checkpoint_dir=tmp_path,
            callbacks=[Counter(), CutOff(step=9)],
        )
    counter = Counter()
    trainer().fit(regression(), seed=5, checkpoint_dir=tmp_path, resume=True, callbacks=[counter])
    assert counter.count == 6 * EPOCHS


def test_two_callbacks_cannot_keep_their_state_under_one_name(regression, tmp_path):
    with pytest.raises(UserError, match="two callbacks with state are called Counter"):
        trainer().fit(
            regression(), seed=5, checkpoint_dir=tmp_path, callbacks=[Counter(), Counter()]
        )


def test_no_epoch_stands_twice_in_the_metrics(regression, tmp_path):
    path = tmp_path / "metrics.jsonl"
    with pytest.raises(KeyboardInterrupt):  # the line of epoch 3 is written, its checkpoint is not
        trainer().fit(
            regression(),
            seed=5,
            checkpoint_dir=tmp_path,
            callbacks=[JSONLines(path), CutOff(epoch=3)],
        )
    before = path.read_text().splitlines()
    assert len(before) == 3
    trainer().fit(
        regression(), seed=5, checkpoint_dir=tmp_path, resume=True, callbacks=[JSONLines(path)]
    )
    after = path.read_text().splitlines()
    assert len(after) == EPOCHS
    assert after[:2] == before[:2]
    assert [line.partition(",")[0] for line in after] == [f'{{"epoch": {n}' for n in (1, 2, 3, 4)]


def test_a_full_disk_leaves_the_last_checkpoint_to_resume_from(
    regression, weights, same, uninterrupted, tmp_path, monkeypatch
):
    class FillDisk(Callback):
        def on_epoch_end(self, run, record):
            if record.epoch == 3:
                patch.setattr(files.os, "fsync", fail)

    def fail(handle):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch, pytest.raises(UserError) as caught:
        trainer().fit(regression(), seed=5, checkpoint_dir=tmp_path, callbacks=[FillDisk()])
    assert f"{tmp_path}/epoch-0003: cannot be written: No space left" in str(caught.value)
    assert "free some space on that disk and resume" in str(caught.value)
    assert Checkpoints(tmp_path).epochs()[-1] == 2
    task = regression()
    summary = trainer().fit(task, seed=5, checkpoint_dir=tmp_path, resume=True)
    assert facts(summary) == uninterrupted[0]
    assert same(weights(task.model), uninterrupted[1])


@pytest.fixture
def two_epochs(regression, tmp_path):
    """A folder with the checkpoints of a training of two epochs."""
    trainer(epochs=2, callbacks=(Counter(),)).fit(
        regression(scores=[0.1, 0.2]), seed=5, checkpoint_dir=tmp_path
    )
    return tmp_path


def resumed(regression, folder, **changes):
    seed = changes.pop("seed", 5)
    settings = {"callbacks": (Counter(),), **changes}
    return trainer(**settings).fit(regression(), seed=seed, checkpoint_dir=folder, resume=True)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"seed": 6}, "seed was 5 and is now 6"),
        ({"monitor": "error"}, "trainer.monitor was 'f1' and is now 'error'"),
        ({"callbacks": ()}, r"callbacks with state was \['Counter'\] and is now \[\]"),
    ],
)
def test_a_checkpoint_of_another_training_is_refused(regression, two_epochs, changes, message):
    with pytest.raises(UserError, match=f"of another training: {message}"):
        resumed(regression, two_epochs, **changes)


def test_another_model_is_refused(regression, two_epochs):
    class Wider(regression):
        def __init__(self):
            super().__init__()
            self.model[0] = torch.nn.Linear(3, 6)

    with pytest.raises(UserError, match=r"epoch 2 does not fit this training(.|\n)*size mismatch"):
        resumed(Wider, two_epochs)


def test_checkpoints_are_not_overwritten_by_a_new_training(regression, two_epochs):
    with pytest.raises(UserError, match="holds a checkpoint of epoch 2 already"):
        trainer().fit(regression(), seed=5, checkpoint_dir=two_epochs)
    assert Checkpoints(two_epochs).epochs()[-1] == 2


def test_resuming_from_nowhere_is_a_mistake_of_the_caller(regression):
    with pytest.raises(ValueError, match="checkpoint_dir"):
        trainer().fit(regression(), seed=5, resume=True)


@pytest.mark.parametrize("name", ["model.safetensors", "state.pt", "progress.json"])
@pytest.mark.parametrize("harm", ["missing", "cut short", "garbage"])
def test_a_damaged_checkpoint_is_named(regression, two_epochs, name, harm):
    path = two_epochs / "epoch-0002" / name
    content = path.read_bytes()
    path.unlink()
    if harm != "missing":
        path.write_bytes(content[: len(content) // 2] if harm == "cut short" else b"\x00garbage")
    with pytest.raises(UserError, match=f"{path}: this checkpoint cannot be read"):
        resumed(regression, two_epochs)


class Intruder:
    def __reduce__(self):
        return os.mkdir, (os.environ["MGKD_TEST_INTRUSION"],)


def test_loading_a_checkpoint_executes_no_code(regression, two_epochs, monkeypatch):
    mark = two_epochs / "intrusion"
    monkeypatch.setenv("MGKD_TEST_INTRUSION", str(mark))
    torch.save({"updater": Intruder(), "generators": []}, two_epochs / "epoch-0002" / "state.pt")
    with pytest.raises(UserError, match=r"state\.pt: this checkpoint cannot be read"):
        resumed(regression, two_epochs)
    assert not mark.exists()


def test_tied_weights_survive(regression, tmp_path):
    class Tied(regression):
        def __init__(self, **settings):
            super().__init__(**settings)
            self.model.append(torch.nn.Linear(1, 1))
            self.model.append(torch.nn.Linear(1, 1))
            self.model[-1].weight = self.model[-2].weight

    trainer(epochs=1).fit(Tied(scores=[0.1]), seed=5, checkpoint_dir=tmp_path)
    task = Tied(scores=[0.2])
    trainer(epochs=2).fit(task, seed=5, checkpoint_dir=tmp_path, resume=True)
    assert task.model[-1].weight is task.model[-2].weight
