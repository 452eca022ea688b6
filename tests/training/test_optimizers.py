import pytest
import torch
from torch import nn

from mgkd.config import UserError
from mgkd.training import SGD, Adam, AdamW, ParameterGroup, optimizers


@pytest.fixture
def model():
    return nn.ModuleDict(
        {"encoder": nn.Linear(3, 4), "norm": nn.LayerNorm(4), "decoder": nn.Linear(4, 2)}
    )


def settings(optimizer, model):
    """(group name, lr, weight decay) of every parameter that is trained."""
    names = {parameter: name for name, parameter in model.named_parameters()}
    return {
        names[parameter]: (group["name"], group["lr"], group["weight_decay"])
        for group in optimizer.build(model.named_parameters()).param_groups
        for parameter in group["params"]
    }


def test_biases_and_norms_are_spared_from_weight_decay(model):
    found = settings(AdamW(lr=0.1, weight_decay=0.5), model)
    assert found == {
        "encoder.weight": ("default", 0.1, 0.5),
        "encoder.bias": ("default", 0.1, 0.0),
        "norm.weight": ("default", 0.1, 0.0),
        "norm.bias": ("default", 0.1, 0.0),
        "decoder.weight": ("default", 0.1, 0.5),
        "decoder.bias": ("default", 0.1, 0.0),
    }


def test_weight_decay_can_be_asked_for_everywhere(model):
    found = settings(AdamW(lr=0.1, weight_decay=0.5, decay_vectors=True), model)
    assert {decay for _, _, decay in found.values()} == {0.5}


def test_a_group_has_settings_of_its_own_and_inherits_the_rest(model):
    groups = (
        ParameterGroup("encoder.*", lr=0.01),
        ParameterGroup("decoder.*", weight_decay=0.9),
    )
    found = settings(SGD(lr=0.1, weight_decay=0.5, groups=groups), model)
    assert found["encoder.weight"] == ("encoder.*", 0.01, 0.5)
    assert found["encoder.bias"] == ("encoder.*", 0.01, 0.0)
    assert found["decoder.weight"] == ("decoder.*", 0.1, 0.9)
    assert found["norm.weight"] == ("default", 0.1, 0.0)


def test_the_first_matching_group_has_a_parameter(model):
    groups = (ParameterGroup("*.bias", lr=0.2), ParameterGroup("encoder.*", lr=0.3))
    found = settings(SGD(lr=0.1, groups=groups), model)
    assert found["encoder.bias"][1] == 0.2
    assert found["encoder.weight"][1] == 0.3


@pytest.mark.parametrize(
    ("patterns", "message"),
    [
        (["encodr.*"], r"'encodr\.\*': it matches no parameter; there are encoder\.weight, .* and"),
        (["*", "encoder.*"], r"'encoder\.\*': every parameter it matches already belongs"),
        (["norm.*"], r"'norm\.\*': all 2 parameters it matches are frozen"),
    ],
)
def test_a_group_left_without_parameters_is_an_error_that_says_why(model, patterns, message):
    model["norm"].requires_grad_(False)
    model["more"] = nn.Linear(2, 2)
    groups = tuple(ParameterGroup(pattern) for pattern in patterns)
    with pytest.raises(UserError, match=message):
        SGD(lr=0.1, groups=groups).build(model.named_parameters())


def test_frozen_parameters_are_left_out(model):
    model["encoder"].requires_grad_(False)
    assert not any(name.startswith("encoder") for name in settings(Adam(), model))


def test_a_model_with_nothing_to_train_is_an_error(model):
    model.requires_grad_(False)
    with pytest.raises(UserError, match="all 6 parameters of the model are frozen"):
        Adam().build(model.named_parameters())


@pytest.mark.parametrize(
    ("component", "kind", "defaults"),
    [
        (AdamW(betas=(0.8, 0.9), eps=1e-6), torch.optim.AdamW, {"betas": (0.8, 0.9), "eps": 1e-6}),
        (Adam(betas=(0.8, 0.9), eps=1e-6), torch.optim.Adam, {"betas": (0.8, 0.9), "eps": 1e-6}),
        (
            SGD(lr=1, momentum=0.5, nesterov=True),
            torch.optim.SGD,
            {"momentum": 0.5, "nesterov": True},
        ),
    ],
)
def test_settings_reach_torch(model, component, kind, defaults):
    built = component.build(model.named_parameters())
    assert type(built) is kind
    assert defaults.items() <= built.defaults.items()


def test_nesterov_without_momentum_is_refused():
    with pytest.raises(ValueError, match="nesterov: needs a momentum"):
        SGD(lr=0.1, nesterov=True)


def test_the_registry_knows_them():
    assert {"adamw", "adam", "sgd"} <= set(optimizers.names())
