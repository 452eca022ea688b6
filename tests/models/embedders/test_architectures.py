"""What holds for every architecture."""

import pytest
import torch

from mgkd.config import build
from mgkd.data import Labels, Sentence, Span
from mgkd.models import (
    PretrainedTransformer,
    Tagger,
    encode_unlabelled,
    learning_from,
    predict_spans,
)
from mgkd.testing import check_tagger

STRANGE = (
    "\u200b",  # zero width
    "\u2060",
    "\ufeff",
    "\ufffd",
    "\x00",
    "\x1f",
    "\u0301",  # a combining accent alone
    "e\u0301",
    "\U0001f469\u200d\U0001f52c",
    "\U00020000",
    "\ue000",  # private use
    "\u3000",
    " ",
    "",
    "▁",
    "Ġ",
    "##a",
    "a b",
)


def prepared(folder, **options) -> PretrainedTransformer:
    embedder = PretrainedTransformer(str(folder), **{"overlap": 8, **options})
    embedder.prepare([])
    return embedder.eval()


def vectors(embedder, *sentences):
    with torch.no_grad():
        return embedder(embedder.collate([embedder.encode(tokens) for tokens in sentences]))


@pytest.mark.parametrize("pooling", ["first", "last", "mean"])
def test_every_token_has_a_piece_and_a_finite_vector(architecture, pooling):
    embedder = prepared(architecture, pooling=pooling)
    tokens = tuple(token for strange in STRANGE for token in (strange, "a"))
    encoding = embedder.encode(tokens)
    owners = [o for o, pooled in zip(encoding.owners, encoding.pooled, strict=True) if pooled]
    assert sorted(set(owners)) == list(range(len(tokens)))
    assert pooling == "mean" or len(owners) == len(tokens)
    found = vectors(embedder, tokens)[0]
    assert found.isfinite().all()
    assert found.abs().sum(dim=1).all()
    for token in STRANGE:
        assert vectors(embedder, (token,)).shape == (1, 1, 16)


def test_different_characters_have_different_vectors(architecture):
    embedder = prepared(architecture)
    for one, other in (("我", "在"), ("北", "京"), ("b", "c")):
        alike = torch.isclose(vectors(embedder, (one,)), vectors(embedder, (other,)), atol=1e-4)
        assert not alike.all()


def test_a_batch_changes_nothing(architecture):
    embedder = prepared(architecture)
    sentences = [("abc", "d"), tuple("我在北京" * 30), ("a",), ("我", "\u200b", "京")]
    together = vectors(embedder, *sentences)
    for row, tokens in enumerate(sentences):
        alone = vectors(embedder, tokens)[0]
        assert torch.allclose(together[row, : len(tokens)], alone, atol=1e-4)


def test_all_of_the_window_is_used(architecture):
    embedder = prepared(architecture)
    tokens = tuple("a" * embedder.capacity)
    inputs = embedder.collate([embedder.encode(tokens)])
    assert inputs.pieces.shape == (1, 64)
    assert vectors(embedder, tokens).isfinite().all()


def test_a_sentence_of_3000_tokens_is_labelled_to_its_end(architecture):
    tree = {
        "embedder": {"type": "pretrained_transformer", "model": str(architecture), "overlap": 16},
        "decoder": {"type": "crf"},
    }
    labels = Labels(["PER"])
    tagger = build(Tagger, tree, labels=labels, equip=learning_from([])).eval()
    tokens = tuple("我a在\u200b北b京c" * 375)
    found = vectors(tagger.embedder, tokens)
    assert found.shape == (1, 3000, 16)
    assert found.isfinite().all()
    assert found[0].abs().sum(dim=1).all()
    with torch.no_grad():  # every token is the beginning of a name
        tagger.decoder.emissions.bias[labels.tags.index("B-PER")] += 1000.0
    encoded = encode_unlabelled(tagger, [Sentence(tokens), Sentence(("a",))])
    spans, _ = predict_spans(tagger, encoded)
    assert spans == tuple(Span(at, at + 1, "PER") for at in range(3000))


def test_a_tagger_on_it_keeps_its_promises(architecture):
    check_tagger(
        {
            "embedder": {
                "type": "pretrained_transformer",
                "model": str(architecture),
                "pooling": "last",
                "overlap": 8,
                "layers": "mix",
            },
            "decoder": {"type": "crf"},
        }
    )
