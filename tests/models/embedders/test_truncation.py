import pytest
import torch

from mgkd.config import UserError
from mgkd.models import PretrainedTransformer
from mgkd.models.embedders.blocks import stack_of
from mgkd.models.embedders.checkpoints import load_pretrained
from mgkd.testing import check_tagger

TOKENS = ("abc", "我", "d", "\u200b") * 30


def prepared(folder, **options) -> PretrainedTransformer:
    embedder = PretrainedTransformer(str(folder), **{"overlap": 8, **options})
    embedder.prepare([])
    return embedder.eval()


def vectors(embedder):
    with torch.no_grad():
        return embedder(embedder.collate([embedder.encode(TOKENS)]))


def states(transformer, through):
    """After the embeddings and the blocks with these numbers, and the final norm if any."""
    pieces = torch.arange(6, 12).unsqueeze(0)
    _, blocks = stack_of(transformer)
    skipped = [block for number, block in enumerate(blocks, 1) if number not in through]
    hooks = [block.register_forward_hook(skip) for block in skipped]
    with torch.no_grad():
        found = transformer.eval()(pieces, torch.ones_like(pieces)).last_hidden_state
    for hook in hooks:
        hook.remove()
    return found


def skip(block, arguments, output):
    """As though the block were not there."""
    before = arguments[0]
    return (before, *output[1:]) if isinstance(output, tuple) else before


@pytest.mark.parametrize(
    ("keep", "numbers"), [(1, [1]), (2, [1, 2]), ([1, 3], [1, 3]), (4, [1, 2, 3, 4])]
)
def test_kept_layers_do_what_they_did(architecture, keep, numbers):
    full = load_pretrained(str(architecture)).transformer
    smaller = prepared(architecture, keep_layers=keep).transformer
    assert smaller.config.num_hidden_layers == len(numbers)
    assert len(stack_of(smaller)[1]) == len(numbers)
    expected = states(full, through=numbers)
    assert torch.allclose(states(smaller, through=range(1, 5)), expected, atol=1e-6)
    assert smaller.num_parameters() < full.num_parameters() or keep == 4


def test_the_first_layers_say_what_they_said(architecture):
    full = prepared(architecture)
    inputs = full.collate([full.encode(TOKENS)])
    smaller = prepared(architecture, keep_layers=2).transformer
    with torch.no_grad():
        wanted, found = (
            t(inputs.pieces, inputs.attention, output_hidden_states=True).hidden_states
            for t in (full.transformer, smaller)
        )
    assert len(found) == 3
    # The last of three may stand behind a final norm.
    assert torch.equal(found[0], wanted[0])
    assert torch.equal(found[1], wanted[1])


@pytest.mark.parametrize("keep", [2, [1, 3, 4]])
def test_the_smaller_one_is_saved_and_loaded(architecture, tmp_path, keep):
    embedder = prepared(architecture, keep_layers=keep)
    embedder.save_assets(tmp_path)
    loaded = PretrainedTransformer(str(architecture), overlap=8, keep_layers=keep)
    loaded.load_assets(tmp_path)
    loaded.load_state_dict(embedder.state_dict())
    assert torch.equal(vectors(loaded.eval()), vectors(embedder))


def test_a_tagger_on_it_keeps_its_promises(architecture):
    check_tagger(
        {
            "embedder": {
                "type": "pretrained_transformer",
                "model": str(architecture),
                "keep_layers": [1, 3],
                "overlap": 8,
            },
            "decoder": {"type": "crf"},
        }
    )


def test_a_layer_keeps_its_kind_of_attention(model_of):
    embedder = prepared(model_of("modernbert"), keep_layers=[1, 4])
    assert embedder.transformer.config.layer_types == ["full_attention", "full_attention"]


def test_a_layer_that_cannot_take_the_place(model_of):
    # The first of its layers, and no other, has no norm before the attention.
    with pytest.raises(UserError, match=r"layer 2 of ModernBertModel .* layer 1, and cannot take"):
        prepared(model_of("modernbert"), keep_layers=[2, 3])


@pytest.mark.parametrize("keep", [5, [1, 5]])
def test_layers_that_are_not_there(model_of, keep):
    with pytest.raises(UserError, match=r"BertModel has 4 layers; set embedder.keep_layers"):
        prepared(model_of("bert"), keep_layers=keep)


def test_layers_that_share_their_weights_cannot_be_told_apart(model_of):
    with pytest.raises(UserError, match=r"the 4 layers of AlbertModel are not one list"):
        prepared(model_of("albert"), keep_layers=2)


@pytest.mark.parametrize("keep", [[2, 1], [1, 1]])
def test_layers_in_another_order_are_refused(keep):
    with pytest.raises(ValueError, match="keep_layers: must be in ascending order"):
        PretrainedTransformer("any/model", keep_layers=keep)
