from functools import partial

import pytest
import torch
from transformers import BertModel

from mgkd.config import UserError
from mgkd.models import PretrainedTransformer
from mgkd.models.embedders.blocks import stack_of
from mgkd.models.embedders.layer_choice import ScalarMix, SingleLayer
from mgkd.testing import check_tagger

TOKENS = ("abc", "我", "d", "\u200b") * 30


def prepared(folder, **options) -> PretrainedTransformer:
    embedder = PretrainedTransformer(str(folder), **{"overlap": 8, "dropout": 0.0, **options})
    embedder.prepare([])
    return embedder.train()


def run(embedder):
    return embedder(embedder.collate([embedder.encode(TOKENS)]))


def gradients_of(embedder):
    run(embedder).square().sum().backward()
    return {name: p.grad for name, p in embedder.named_parameters() if p.grad is not None}


def layers_in(names) -> set[int]:
    """The numbers of the layers that parameters belong to; 0 for those outside the blocks."""
    found = ([int(part) for part in name.split(".") if part.isdigit()] for name in names)
    return {numbers[0] + 1 if numbers else 0 for numbers in found}


@pytest.mark.parametrize(
    ("frozen", "trained"),
    [("embeddings", {1, 2, 3, 4}), (1, {2, 3, 4}), (3, {4}), (4, set())],
)
def test_frozen_layers_get_no_gradient_and_the_others_do(architecture, frozen, trained):
    embedder = prepared(architecture, freeze=frozen)
    free = [name for name, p in embedder.named_parameters() if p.requires_grad]
    assert layers_in(free) - {0} == trained
    assert not any("embeddings." in name and "rel_" not in name for name in free)
    if free:
        assert gradients_of(embedder).keys() == set(free)


def test_nothing_is_frozen_unless_asked(architecture):
    assert all(parameter.requires_grad for parameter in prepared(architecture).parameters())


def test_frozen_as_a_whole_it_does_not_drop_and_keeps_nothing(architecture):
    embedder = prepared(architecture, freeze="all")
    assert not any(parameter.requires_grad for parameter in embedder.parameters())
    found = run(embedder)
    assert not found.requires_grad
    assert torch.equal(found, run(embedder))
    assert torch.equal(found, run(embedder.eval()))
    assert not torch.equal(run(prepared(architecture)), run(prepared(architecture)))


def test_a_mix_over_a_frozen_one_learns(architecture):
    embedder = prepared(architecture, freeze="all", layers=ScalarMix)
    assert gradients_of(embedder).keys() == {"layers.weights", "layers.gamma"}


def test_freezing_below_and_a_layer_above(model_of):
    embedder = prepared(model_of("bert"), freeze=1, layers=partial(SingleLayer, number=3))
    assert layers_in(gradients_of(embedder)) == {2, 3}


def test_a_loaded_run_is_frozen_alike(architecture, tmp_path):
    embedder = prepared(architecture, freeze=2)
    embedder.save_assets(tmp_path)
    loaded = PretrainedTransformer(str(architecture), overlap=8, freeze=2)
    loaded.load_assets(tmp_path)
    free = {name for name, p in loaded.named_parameters() if p.requires_grad}
    assert free == {name for name, p in embedder.named_parameters() if p.requires_grad}


@pytest.mark.parametrize("architecture", ["electra", "modernbert"])
@pytest.mark.parametrize("frozen", [2, "all"])
def test_a_tagger_on_it_keeps_its_promises(model_of, architecture, frozen):
    check_tagger(
        {
            "embedder": {
                "type": "pretrained_transformer",
                "model": str(model_of(architecture)),
                "freeze": frozen,
                "overlap": 8,
            },
            "decoder": {"type": "crf"},
        }
    )


def test_more_frozen_layers_than_there_are(model_of):
    with pytest.raises(
        UserError, match=r"BertModel has 4 layers; set embedder\.freeze .* not to 5"
    ):
        prepared(model_of("bert"), freeze=5)


def test_shared_layers_are_frozen_all_or_not_at_all(model_of):
    embedder = prepared(model_of("albert"), freeze="all")
    assert not any(parameter.requires_grad for parameter in embedder.parameters())
    with pytest.raises(UserError, match=r"the 4 layers of AlbertModel are not one list of modules"):
        prepared(model_of("albert"), freeze="embeddings")
    with pytest.raises(UserError, match=r"'single'"):
        prepared(model_of("albert"), layers=partial(SingleLayer, number=2))


def test_the_stack_is_found_by_its_length_wherever_it_is(architecture):
    embedder = prepared(architecture)
    name, blocks = stack_of(embedder.transformer)
    assert len(blocks) == 4
    assert name in {"encoder.layer", "layers", "transformer.layer"}


@pytest.mark.parametrize("options", [{}, {"freeze": 2}, {"layers": ScalarMix}])
def test_checkpointing_computes_twice_and_leaves_the_gradients_as_they_are(architecture, options):
    wanted, found = (
        prepared(architecture, gradient_checkpointing=checkpointing, **options)
        for checkpointing in (False, True)
    )
    expected, once = seeded_gradients(wanted)
    gradients, twice = seeded_gradients(found)
    assert (once, twice) == (1, 2)
    assert gradients.keys() == expected.keys()
    for name, gradient in gradients.items():
        assert torch.allclose(gradient, expected[name], rtol=1e-4, atol=1e-6), name


def seeded_gradients(embedder):
    """Gradients, and how often the inside of the last block was computed."""
    calls = []
    inside = next(stack_of(embedder.transformer)[1][-1].children())
    inside.register_forward_hook(lambda *_: calls.append(None))
    torch.manual_seed(5)
    return gradients_of(embedder), len(calls)


def test_checkpointing_does_not_also_ask_for_what_the_library_warns_of(model_of):
    embedder = prepared(model_of("bert"), gradient_checkpointing=True)
    assert embedder.transformer.config.use_cache is False


def test_checkpointing_what_is_frozen_is_refused():
    with pytest.raises(ValueError, match="gradient_checkpointing: what is frozen has no gradient"):
        PretrainedTransformer("any/model", freeze="all", gradient_checkpointing=True)


def test_an_architecture_that_cannot_checkpoint(model_of, monkeypatch):
    monkeypatch.setattr(BertModel, "supports_gradient_checkpointing", False)
    with pytest.raises(UserError, match=r"(?s)not support.*Set embedder.gradient_checkpointing"):
        prepared(model_of("bert"), gradient_checkpointing=True)
