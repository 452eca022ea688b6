"""A check that never complains is worth nothing: every promise is broken once."""

import pytest
import torch
from torch import nn

from mgkd.config import ConfigError, Supplied
from mgkd.deployment import RunDirectory
from mgkd.distillation import Loss, losses
from mgkd.models import Encoder, encoders
from mgkd.testing import check_gradients
from mgkd.training import Trainer

pytestmark = pytest.mark.usefixtures("forgetful")


def encoder(forward) -> dict:
    """Registers an encoder with two linear maps, whose forward this is; its config."""

    @encoders.register("mine")
    class Mine(Encoder):
        def __init__(self, *, input_size: Supplied[int]) -> None:
            super().__init__()
            self.output_size = input_size
            self.linear = nn.Linear(input_size, input_size)
            self.idle = nn.Linear(input_size, input_size, bias=False)

        def forward(self, embedded, mask):
            return forward(self, embedded)

    return {"type": "mine"}


def loss(forward) -> list[dict]:
    """Registers a loss with a scale of its own, whose forward this is; an objective with it."""

    @losses.register("mine")
    class Mine(Loss):
        def __init__(self):
            super().__init__()
            self.scale = nn.Parameter(torch.ones(()))

        def forward(self, student, teacher, batch):
            return forward(self, student.chain.entropy())

    return [{"type": "mine"}]


@pytest.mark.parametrize(
    "parts",
    [
        {"encoder": {"type": "bilstm", "hidden_size": 4, "layers": 2}},
        {"encoder": {"type": "transformer", "hidden_size": 8, "heads": 2, "layers": 1}},
        {"embedder": {"type": "word", "size": 4, "bigram_size": 2}, "decoder": {"type": "softmax"}},
    ],
)
def test_the_components_of_the_framework_pass(parts, tagging, distilling):
    check_gradients(tagging(**parts))
    check_gradients(distilling(**parts))


def test_no_teacher_is_trained_nor_loaded(distilling, tmp_path, monkeypatch):
    monkeypatch.setattr(Trainer, "fit", None)
    check_gradients(distilling())
    hollow = RunDirectory(tmp_path / "hollow")
    hollow.write_config({})
    hollow.metrics_path.touch()
    check_gradients(distilling(teacher={"type": "run", "directory": str(hollow.path)}))


def test_a_shipped_config_passes(root):
    check_gradients(
        root / "training_configs" / "weibo_distill.jsonnet",
        profile="sample",
        variables={"corpora": str(root / "fixtures")},
        overrides=["trainer.batch_size=4"],
    )


IDLE = "tagger.encoder.idle.weight"


@pytest.mark.parametrize(
    "forward, complaint",
    [
        (lambda self, x: self.linear(x), f"{IDLE}: no gradient reaches it"),
        (lambda self, x: self.linear(x) + 0 * self.idle(x), f"{IDLE}: its gradient is zero every"),
        (lambda self, x: self.linear(x) + (0 * self.idle(x)).sqrt(), f"{IDLE}: .* is not finite"),
        (lambda self, x: self.linear(x) + self.idle(x).log(), "the objective on .* raised"),
        (lambda self, x: self.lin(x), "the objective on the first 2 sentences of toy: raised Attr"),
    ],
)
def test_a_parameter_of_the_tagger_without_a_gradient_is_told(forward, complaint, tagging):
    with pytest.raises(AssertionError, match=complaint):
        check_gradients(tagging(encoder=encoder(forward)))


def test_of_stages_each_objective_is_tried_and_its_losses_are_told_apart(distilling):
    trainer = {"epochs": 2, "optimizer": {"type": "adamw"}}
    paths = [{"type": "kbest_cross_entropy", "k": 2}]
    first = {"objective": paths, "trainer": trainer, "sentences": "unlabelled"}
    how = {"objective": None, "trainer": None}
    last = {"objective": loss(lambda self, x: x * self.scale), "trainer": trainer}
    check_gradients(distilling(**how, stages=[first, last]))
    last = {"objective": loss(lambda self, x: x), "trainer": trainer}
    complaint = r"stages\[1\]\.objective\.terms\.0\.loss\.scale: no gradient reaches it"
    with pytest.raises(AssertionError, match=complaint):
        check_gradients(distilling(**how, stages=[first, last]))
    check_gradients(distilling(**how, stages=[first, last]), ["stages[[]1].objective.*"])


@pytest.mark.parametrize(
    "forward, complaint",
    [
        (lambda self, x: x, r"objective\.terms\.0\.loss\.scale: no gradient reaches it"),
        (lambda self, x: x + 0 * self.scale, r"loss\.scale: its gradient is zero everywhere"),
        (lambda self, x: x / (self.scale - 1), "the objective on .* is inf"),
        (lambda self, x: (x * self.scale).detach(), "the objective on .* has no gradient"),
    ],
)
def test_a_parameter_of_the_objective_without_a_gradient_is_told(forward, complaint, tagging):
    with pytest.raises(AssertionError, match=complaint):
        check_gradients(tagging(objective=loss(forward)))


def test_a_term_without_weight_is_told(tagging):
    [term] = loss(lambda self, x: x * self.scale)
    with pytest.raises(AssertionError, match=r"scale: its gradient is zero everywhere"):
        check_gradients(tagging(objective=[{"type": "gold_nll"}, {**term, "weight": 0}]))


def test_parameters_that_are_frozen_or_named_pass(tagging):
    def forward(self, x):
        return self.linear(x)

    check_gradients(tagging(encoder=encoder(forward)), unreached=["*.idle.*"])

    @encoders.register("frozen")
    class Frozen(encoders.get("mine")):
        def __init__(self, *, input_size: Supplied[int]) -> None:
            super().__init__(input_size=input_size)
            self.idle.requires_grad_(False)

    check_gradients(tagging(encoder={"type": "frozen"}))
    with pytest.raises(AssertionError, match=r"\*\.idle\.\*: no trainable parameter has this name"):
        check_gradients(tagging(encoder={"type": "frozen"}), unreached=["*.idle.*"])


def test_patterns_that_are_wrong_are_told_all_at_once(tagging):
    config = tagging(encoder=encoder(lambda self, x: self.linear(x)))
    with pytest.raises(AssertionError) as caught:
        check_gradients(config, unreached=["tagger.encoder.linear.*", "tagger.encoder.idle.wieght"])
    message = str(caught.value)
    for part in (
        "one step of the objective on the first 2 sentences of toy:\n",
        "  tagger.encoder.linear.weight: it is named in `unreached`, and gets a gradient",
        "  tagger.encoder.linear.bias: it is named in `unreached`, and gets a gradient",
        f"  {IDLE}: no gradient reaches it",
        "  tagger.encoder.idle.wieght: no trainable parameter has this name; nearest: "
        "tagger.encoder.idle.weight",
    ):
        assert part in message
    with pytest.raises(AssertionError, match=r"xyz: no .* this name; there are: tagger"):
        check_gradients(tagging(), unreached=["xyz"])


def test_a_wrong_config_is_a_config_error(tagging):
    with pytest.raises(ConfigError, match=r"config: 1 problem\n  model\.encoder\.hiden_size"):
        check_gradients(tagging(encoder={"type": "bilstm", "hiden_size": 4}))
    with pytest.raises(ConfigError, match=r"model\.encoder.*heads"):
        check_gradients(tagging(encoder={"type": "transformer", "hidden_size": 6, "heads": 4}))


def test_a_corpus_that_cannot_be_read_is_told(tagging, tmp_path):
    (tmp_path / "bad.txt").write_text("{小薇|PER", encoding="utf-8")
    with pytest.raises(AssertionError, match=r"reading the corpus: raised DataError: .*bad\.txt:1"):
        check_gradients(tagging(corpus={"dev": str(tmp_path / "bad.txt")}))


def test_weights_of_the_first_and_of_the_last_epoch_count(tagging):
    [term] = loss(lambda self, x: x * self.scale)
    for start, end in ((0, 1), (1, 0)):
        weight = {"type": "linear", "start": start, "end": end, "epochs": 40}
        check_gradients(tagging(objective=[{"type": "gold_nll"}, {**term, "weight": weight}]))
