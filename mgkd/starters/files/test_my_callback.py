import torch
from my_callback import MyCallback
from torch import nn

from mgkd.training import SGD, StepLoss, Trainer


class Task:
    """The least that a trainer trains; the scores of its epochs are given."""

    def __init__(self, scores):
        self.model = nn.Linear(1, 1)
        self.scores = iter(scores)

    def batches(self, epoch):
        return [torch.ones(2, 1)]

    def loss(self, batch):
        return StepLoss(self.model(batch).square().mean())

    def validate(self):
        return {"f1": next(self.scores)}


def test_my_callback(tmp_path):
    path = tmp_path / "best.txt"
    trainer = Trainer(epochs=3, optimizer=SGD(lr=0.1))
    trainer.fit(Task([0.25, 0.75, 0.5]), seed=0, callbacks=[MyCallback(path)])
    assert path.read_text(encoding="utf-8") == "epoch 2: f1 0.7500\n"
