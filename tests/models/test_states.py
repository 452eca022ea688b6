"""What a tagger tells of its inner states."""

import pytest
import torch

from mgkd.config import UserError, build
from mgkd.data import Labels, Sentence
from mgkd.models import Heads, Inside, StateSizes, Tagger, learning_from

LABELS = Labels(["PER"])
ALL = Inside(hidden=True, attention=True)
HIDDEN = Inside(hidden=True)
SENTENCES = [Sentence(tuple("abcda")), Sentence(("我",)), Sentence(("abc", "d"))]
LONG = Sentence(("abc", "d", "ab", "我", "cd", "在", "dab", "北", "b", "京", "ca", "bad"))
WORD = {"type": "word", "size": 6}
TRANSFORMER = {
    "type": "transformer",
    "hidden_size": 8,
    "layers": 3,
    "heads": 2,
    "feedforward_size": 8,
}


def tagger_of(embedder, encoder=None) -> Tagger:
    tree = {"embedder": embedder, "encoder": encoder, "decoder": {"type": "crf"}}
    with torch.random.fork_rng():
        torch.manual_seed(7)
        return build(Tagger, tree, labels=LABELS, equip=learning_from(SENTENCES)).eval()


def pretrained(folder, **options):
    return {"type": "pretrained_transformer", "model": str(folder), "overlap": 2, **options}


def batch_of(tagger, sentences=SENTENCES):
    return tagger.collate([tagger.encode(sentence) for sentence in sentences])


def makers(bert):
    return {
        "bilstm": (WORD, {"type": "bilstm", "hidden_size": 5}),
        "idcnn": (WORD, {"type": "idcnn", "hidden_size": 4}),
        "embedder alone": (WORD, None),
        "transformer": (WORD, TRANSFORMER),
        "pretrained": (pretrained(bert), None),
        "mixed layers": (pretrained(bert, layers={"type": "mix"}), None),
        "side by side": ({"type": "concatenate", "embedders": [WORD, pretrained(bert)]}, None),
        "on top": (pretrained(bert), TRANSFORMER),
    }


SIZES = {
    "bilstm": StateSizes((6, 10), ()),
    "idcnn": StateSizes((6, 4), ()),
    "embedder alone": StateSizes((6,), ()),
    "transformer": StateSizes((6, 8, 8, 8), (Heads(2, 4),) * 3),
    "pretrained": StateSizes((8, 8, 8), (Heads(2, 4),) * 2),
    "mixed layers": StateSizes((8, 8, 8), (Heads(2, 4),) * 2),
    "side by side": StateSizes((14,), (Heads(2, 4),) * 2),
    "on top": StateSizes((8,) * 6, (Heads(2, 4),) * 5),
}


@pytest.mark.parametrize("name", SIZES)
def test_looking_changes_nothing_and_sizes_are_known(name, bert):
    tagger = tagger_of(*makers(bert)[name])
    batch = batch_of(tagger)
    with torch.no_grad():
        plain, seen = tagger(batch), tagger(batch, ALL)
    assert plain.states is None
    assert torch.equal(plain.hidden, seen.hidden)
    assert torch.equal(plain.chain.emissions, seen.chain.emissions)
    assert seen.states.sizes == tagger.state_sizes(ALL) == SIZES[name]
    assert all(layer.shape[:2] == batch.mask.shape for layer in seen.states.tensors())
    assert tagger(batch, HIDDEN).states.attention == ()
    if name != "mixed layers":
        assert torch.equal(seen.states.hidden[-1], seen.hidden)


@pytest.mark.parametrize("name", SIZES)
def test_looking_draws_the_same_random_numbers(name, bert):
    tagger = tagger_of(*makers(bert)[name]).train()
    batch = batch_of(tagger)
    found = []
    for inside in (Inside(), ALL):
        torch.manual_seed(3)
        found.append(tagger(batch, inside).hidden)
    assert torch.equal(*found)


@pytest.mark.parametrize("name", SIZES)
def test_states_do_not_depend_on_the_batch(name, bert):
    tagger = tagger_of(*makers(bert)[name])
    sentences = [*SENTENCES, LONG]
    with torch.no_grad():
        together = tagger.look(batch_of(tagger, sentences), ALL).states.tensors()
        for row, sentence in enumerate(sentences):
            alone = tagger.look(batch_of(tagger, [sentence]), ALL).states.tensors()
            for layer, other in zip(together, alone, strict=True):
                assert torch.allclose(layer[row, : len(sentence)], other[0], atol=1e-5)


def test_layers_of_a_pretrained_transformer_are_pooled_to_tokens(bert):
    tagger = tagger_of(pretrained(bert, pooling="mean"))
    embedder, sentence = tagger.embedder, SENTENCES[2]
    with torch.no_grad():
        hidden = tagger.look(batch_of(tagger, [sentence]), HIDDEN).states.hidden
        pieces = embedder.encode(sentence.tokens).pieces
        whole = [*embedder.special.prefix, *pieces, *embedder.special.suffix]
        read = embedder.transformer(torch.tensor([whole]), output_hidden_states=True)
    for layer, states in zip(hidden, read.hidden_states, strict=True):
        expected = torch.stack([states[0, 1:4].mean(dim=0), states[0, 4]])  # a ##b ##c, d
        assert torch.allclose(layer[0], expected, atol=1e-6)


@pytest.mark.parametrize("attention", ["eager", "sdpa"])
def test_attention_is_that_of_the_model_among_the_tokens(bert, attention):
    tagger = tagger_of(pretrained(bert))
    transformer, sentence = tagger.embedder.transformer, SENTENCES[0]
    transformer.set_attn_implementation(attention)
    batch = batch_of(tagger, [sentence])
    with torch.no_grad():
        told = tagger.look(batch, ALL).states.attention
        transformer.set_attn_implementation("eager")
        read = transformer(
            batch.inputs.pieces,
            attention_mask=batch.inputs.attention,
            output_attentions=True,
        )
    tokens = slice(1, 1 + len(sentence))  # each is one piece
    for layer, whole in zip(told, read.attentions, strict=True):
        among = whole[:, :, tokens, tokens]
        expected = among / among.sum(dim=3, keepdim=True)
        scores = torch.einsum("bihd,bjhd->bhij", layer.query, layer.key) / 2  # the root of 4
        assert torch.allclose(scores.softmax(dim=3), expected, atol=1e-5)


def test_attention_of_the_transformer_from_scratch_is_its_own():
    tagger = tagger_of(WORD, TRANSFORMER)
    batch = batch_of(tagger, SENTENCES[:1])
    encoder = tagger.encoder
    with torch.no_grad():
        told = tagger.look(batch, ALL).states.attention[0]
        states = encoder._positioned(tagger.embedder(batch.inputs))
        block = encoder.blocks.layers[0]
        normed = block.norm1(states)
        _, expected = block.self_attn(normed, normed, normed, average_attn_weights=False)
    scores = torch.einsum("bihd,bjhd->bhij", told.query, told.key) / 2
    assert torch.allclose(scores.softmax(dim=3), expected, atol=1e-6)


def test_gradients_reach_what_the_states_come_from(bert):
    for name, checkpointing in (("query", False), ("value", False), ("value", True)):
        tagger = tagger_of(pretrained(bert, gradient_checkpointing=checkpointing, dropout=0.0))
        tagger.train()
        states = tagger(batch_of(tagger), ALL).states
        getattr(states.attention[1], name).square().sum().backward()
        first, second = tagger.embedder.transformer.encoder.layer
        assert first.output.dense.weight.grad.any()
        assert getattr(second.attention.self, name).weight.grad.any()
        assert second.output.dense.weight.grad is None


def test_checkpointing_gives_the_same_gradient(bert):
    found = []
    for checkpointing in (False, True):
        tagger = tagger_of(pretrained(bert, gradient_checkpointing=checkpointing)).train()
        torch.manual_seed(2)
        states = tagger(batch_of(tagger), ALL).states
        sum(part.square().sum() for part in states.tensors()).backward()
        found.append([p.grad for p in tagger.embedder.parameters() if p.grad is not None])
    assert all(torch.allclose(*pair, rtol=1e-4, atol=1e-4) for pair in zip(*found, strict=True))


def test_no_hook_stays_behind(bert):
    tagger = tagger_of(pretrained(bert))
    tagger.look(batch_of(tagger), ALL)
    linear = [module for module in tagger.modules() if isinstance(module, torch.nn.Linear)]
    assert linear and not any(module._forward_hooks for module in linear)


def test_relative_positions_are_refused(bert):
    tagger = tagger_of(pretrained(bert))
    tagger.embedder.transformer.config.position_embedding_type = "relative_key"
    with pytest.raises(UserError, match="bert with relative positions cannot be looked into"):
        tagger.look(batch_of(tagger), ALL)
