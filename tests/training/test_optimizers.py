import pytest
import torch
from torch import nn
from transformers import BertConfig, BertModel, ModernBertConfig, ModernBertModel

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


def layered(lr, layer_decay, model, match="*"):
    """Rates by parameter, of one group with `layer_decay`."""
    groups = (ParameterGroup(match, lr=lr, layer_decay=layer_decay),)
    found = settings(AdamW(lr=1.0, groups=groups), model)
    return {name: rate for name, (_, rate, _) in found.items()}


def test_every_layer_of_bert_has_its_part_of_the_rate_above():
    sizes = {"hidden_size": 4, "intermediate_size": 4, "num_attention_heads": 1, "vocab_size": 9}
    model = BertModel(BertConfig(num_hidden_layers=3, **sizes), add_pooling_layer=False)
    rates = layered(0.08, 0.5, model)
    assert rates.keys() == dict(model.named_parameters()).keys()
    expected = {
        "embeddings.": 0.01,
        "encoder.layer.0.": 0.02,
        "encoder.layer.1.": 0.04,
        "encoder.layer.2.": 0.08,
    }
    for name, rate in rates.items():
        [wanted] = [value for prefix, value in expected.items() if name.startswith(prefix)]
        assert rate == pytest.approx(wanted), name


def test_the_final_norm_of_modernbert_has_the_full_rate():
    config = ModernBertConfig(
        hidden_size=4,
        intermediate_size=4,
        num_attention_heads=1,
        num_hidden_layers=12,
        vocab_size=9,
        **dict.fromkeys(["pad_token_id", "bos_token_id", "eos_token_id"], 0),
        **dict.fromkeys(["cls_token_id", "sep_token_id"], 0),
    )
    rates = layered(5e-5, 0.9, nn.ModuleDict({"transformer": ModernBertModel(config)}))
    assert rates["transformer.embeddings.tok_embeddings.weight"] == pytest.approx(5e-5 * 0.9**12)
    for layer in range(12):
        name = f"transformer.layers.{layer}.mlp.Wi.weight"
        assert rates[name] == pytest.approx(5e-5 * 0.9 ** (11 - layer))
    assert rates["transformer.final_norm.weight"] == 5e-5


def stack(*layers):
    return nn.ModuleDict({"below": nn.Linear(2, 2), "stack": nn.ModuleList(layers)})


def test_a_layer_is_known_by_the_outermost_number_in_its_name():
    model = stack(nn.Sequential(nn.Linear(2, 2), nn.Linear(2, 2)), nn.Linear(2, 2))
    assert layered(0.4, 0.5, model) == {
        "below.weight": 0.1,
        "below.bias": 0.1,
        "stack.0.0.weight": 0.2,
        "stack.0.0.bias": 0.2,
        "stack.0.1.weight": 0.2,
        "stack.0.1.bias": 0.2,
        "stack.1.weight": 0.4,
        "stack.1.bias": 0.4,
    }


def test_a_number_that_all_names_share_is_no_layer():
    parts = [stack(nn.Linear(2, 2), nn.Linear(2, 2)) for _ in range(2)]
    model = nn.ModuleDict({"parts": nn.ModuleList(parts)})
    rates = layered(0.4, 0.5, model, "parts.1.*")
    assert {name: rate for name, rate in rates.items() if "parts.1.stack" in name} == {
        "parts.1.stack.0.weight": 0.2,
        "parts.1.stack.0.bias": 0.2,
        "parts.1.stack.1.weight": 0.4,
        "parts.1.stack.1.bias": 0.4,
    }
    assert rates["parts.1.below.weight"] == 0.1


def test_the_last_layer_that_is_trained_has_the_full_rate():
    model = stack(nn.Linear(2, 2), nn.Linear(2, 2), nn.Linear(2, 2))
    model["below"].requires_grad_(False)
    model["stack"][2].requires_grad_(False)
    rates = {"stack.0.weight": 0.2, "stack.0.bias": 0.2, "stack.1.weight": 0.4, "stack.1.bias": 0.4}
    assert layered(0.4, 0.5, model, "stack.*") == rates
    model["stack"][1].requires_grad_(False)
    assert layered(0.4, 0.5, model) == {"stack.0.weight": 0.4, "stack.0.bias": 0.4}


def test_layers_keep_the_name_and_the_weight_decay_of_their_group():
    groups = (ParameterGroup("stack.*", weight_decay=0.5, layer_decay=0.5),)
    found = settings(SGD(lr=0.4, groups=groups), stack(nn.Linear(2, 2), nn.Linear(2, 2)))
    assert found["stack.0.weight"] == ("stack.*", 0.2, 0.5)
    assert found["stack.0.bias"] == ("stack.*", 0.2, 0.0)
    assert found["below.weight"] == ("default", 0.4, 0.0)


@pytest.mark.parametrize(
    ("match", "complaint"),
    [
        ("below.*", r"'below\.\*': layer_decay: .* one stack of layers; such as below\.weight"),
        ("*", r"'\*': layer_decay: .* there are several: other, stack"),
    ],
)
def test_layers_that_the_names_do_not_tell(match, complaint):
    model = stack(nn.Linear(2, 2))
    model["other"] = nn.ModuleList([nn.Linear(2, 2)])
    with pytest.raises(UserError, match=complaint):
        layered(0.4, 0.5, model, match)


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
