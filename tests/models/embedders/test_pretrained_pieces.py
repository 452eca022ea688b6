import pytest
import torch

from mgkd.config import check
from mgkd.data import Sentence
from mgkd.models import Embedder, PretrainedPieces
from mgkd.models.embedders.checkpoints import load_pretrained
from mgkd.testing import check_tagger

SENTENCES = [Sentence(("abc", "d", "我")), Sentence(("ab", "在"))]
WIDE = 16  # at least as wide as the models


def prepared(model, **options) -> PretrainedPieces:
    embedder = PretrainedPieces(str(model), **{"size": WIDE, "dropout": 0.0, **options})
    embedder.prepare(SENTENCES)
    return embedder


def vectors(embedder, *sentences):
    return embedder(embedder.collate([embedder.encode(tokens) for tokens in sentences]))


def test_pieces_are_to_each_other_as_the_models(model_of):
    """Of every kind of model, up to one factor."""
    for name in ("bert", "albert", "roberta", "deberta-v2", "modernbert"):
        found = prepared(model_of(name)).pieces.weight
        rows = load_pretrained(str(model_of(name))).transformer.get_input_embeddings().weight
        own, models = found @ found.T, rows @ rows.T
        factor = own.diagonal().sum() / models.diagonal().sum()
        assert torch.allclose(own, factor * models, atol=1e-4 * own.abs().max().item()), name


def test_what_occurs_is_of_the_size_that_an_embedding_begins_with(bert):
    embedder = prepared(bert, size=4)
    pieces = {part for sentence in SENTENCES for part in embedder.encode(sentence.tokens).parts}
    assert len(pieces) == 6
    found = embedder.pieces.weight[sorted(pieces)]
    assert found.square().mean().item() == pytest.approx(1, abs=1e-5)


def test_directions_are_those_of_what_occurs(bert):
    """In as many dimensions as pieces occur nothing of these is lost."""
    embedder = prepared(bert, size=6)
    pieces = sorted({part for s in SENTENCES for part in embedder.encode(s.tokens).parts})
    found = embedder.pieces.weight[pieces]
    rows = load_pretrained(str(bert)).transformer.get_input_embeddings().weight[pieces]
    ratio = (found @ found.T) / (rows @ rows.T)
    assert torch.allclose(ratio, ratio[0, 0].expand_as(ratio), rtol=1e-3)


def test_a_vector_is_the_mean_over_pieces_known_or_not(bert):
    embedder = prepared(bert)
    found = vectors(embedder, ("abc", "bad"), ("d",))
    for vector, pieces in ((found[0, 0], "a ##b ##c"), (found[0, 1], "b ##a ##d")):
        ids = embedder.tokenizer.convert_tokens_to_ids(pieces.split())
        assert torch.allclose(vector, embedder.pieces.weight[ids].mean(dim=0), atol=1e-6)
    assert not found[1, 1].any()
    assert torch.equal(embedder.token_vectors(["abc", "bad"]), found[0])


def test_a_space_before_a_word_does_not_count(model_of):
    """Sentence pieces keep it apart from a Chinese character."""
    embedder = prepared(model_of("albert"))
    for token in ("我", "a"):
        [parts] = [embedder.encode((token,)).parts]
        assert "▁" not in embedder.tokenizer.convert_ids_to_tokens(parts)


@pytest.mark.parametrize("dropped", ["\u200b", "\ufffd", "\x00", " "])
def test_a_token_that_the_tokenizer_drops_is_the_unknown_piece(bert, dropped):
    embedder = prepared(bert)
    encoding = embedder.encode(("a", dropped, "b"))
    assert list(encoding.counts) == [1, 1, 1]
    assert encoding.parts[1] == embedder.tokenizer.unk_token_id


def test_vectors_that_training_leaves_as_they_are(bert):
    vectors(prepared(bert, trainable=True), ("a",)).sum().backward()
    assert not vectors(prepared(bert, trainable=False), ("a",)).requires_grad


def test_a_folder_without_a_model(tmp_path):
    [problem] = check(Embedder, {"type": "pretrained_pieces", "model": str(tmp_path / "none")})
    assert problem.path == "model" and "no such encoder folder" in problem.message


@pytest.mark.parametrize("trainable", [True, False])
def test_a_tagger_on_it_keeps_its_promises(bert, trainable):
    embedder = {"type": "pretrained_pieces", "model": str(bert), "size": 5, "trainable": trainable}
    check_tagger({"embedder": embedder, "decoder": "crf"})
