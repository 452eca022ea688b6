import pytest
import torch
from torch import nn

from mgkd.training import StepLoss


class Regression:
    """A small noisy regression; dropout makes it depend on the random numbers drawn."""

    def __init__(self, scores=None, batch_size=4, items=24, dropout=0.25):
        source = torch.Generator().manual_seed(7)
        self.inputs = torch.randn(items, 3, generator=source)
        self.targets = self.inputs @ torch.tensor([[1.0], [-2.0], [0.5]]) + 0.3
        self.batch_size = batch_size
        self.scores = scores
        with torch.random.fork_rng():
            torch.manual_seed(11)
            hidden, output = nn.Linear(3, 5), nn.Linear(5, 1)
        self.model = nn.Sequential(hidden, nn.Tanh(), nn.Dropout(dropout), output)
        self.validations = 0
        self.modes = []

    def batches(self, epoch):
        order = torch.randperm(len(self.inputs), generator=torch.Generator().manual_seed(epoch))
        return [(self.inputs[part], self.targets[part]) for part in order.split(self.batch_size)]

    def loss(self, batch):
        inputs, targets = batch
        self.modes.append(self.model.training)
        squared = (self.model(inputs) - targets).square().mean()
        penalty = sum(p.square().sum() for p in self.model.parameters()) * 1e-3
        terms = {"squared": squared.detach(), "penalty": penalty.detach() / 2}
        weighted = {"squared": squared.detach(), "penalty": penalty.detach()}
        weights = {"squared": 1.0, "penalty": 2.0}
        return StepLoss(squared + penalty, terms, weighted, weights)

    def validate(self):
        self.validations += 1
        self.modes.append(self.model.training)
        assert not torch.is_grad_enabled()
        error = (self.model(self.inputs) - self.targets).square().mean()
        score = -float(error) if self.scores is None else self.scores[self.validations - 1]
        return {"f1": score, "error": float(error)}


@pytest.fixture(autouse=True)
def on_the_cpu(monkeypatch):
    """Equality to the last bit is a fact about the CPU, whatever else the machine has."""
    monkeypatch.setenv("ACCELERATE_USE_CPU", "true")


@pytest.fixture
def regression():
    """Makes a regression: the same one for the same arguments."""
    return Regression


@pytest.fixture
def weights():
    """Copies a model's state."""
    return lambda model: {name: t.detach().clone() for name, t in model.state_dict().items()}


@pytest.fixture
def same():
    """Whether two states are equal to the last bit."""
    return lambda a, b: a.keys() == b.keys() and all(torch.equal(a[n], b[n]) for n in a)
