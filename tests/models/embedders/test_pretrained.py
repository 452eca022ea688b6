import shutil

import pytest
import torch
from tokenizers import Tokenizer

from mgkd.config import UserError
from mgkd.models import PretrainedTransformer
from mgkd.models.embedders.checkpoints import load_pretrained
from mgkd.models.embedders.layer_choice import ScalarMix
from mgkd.testing import check_tagger

LONG = ("abc", "d", "ab", "我", "cd", "在", "dab", "北", "b", "京", "ca", "bad")


def prepared(folder, **options) -> PretrainedTransformer:
    embedder = PretrainedTransformer(str(folder), **{"overlap": 2, **options})
    embedder.prepare([])
    return embedder.eval()


def vectors(embedder, *sentences):
    with torch.no_grad():
        return embedder(embedder.collate([embedder.encode(tokens) for tokens in sentences]))


def states(embedder, pieces):
    """The transformer's states of one sequence of pieces, special ones around it."""
    whole = [*embedder.special.prefix, *pieces, *embedder.special.suffix]
    with torch.no_grad():
        found = embedder.transformer(input_ids=torch.tensor([whole])).last_hidden_state[0]
    front, back = len(embedder.special.prefix), len(embedder.special.suffix)
    return found[front : len(whole) - back]


def test_pieces_belong_to_their_tokens(bert):
    embedder = prepared(bert)
    encoding = embedder.encode(("abc", "我", "d"))
    pieces = embedder.tokenizer.convert_ids_to_tokens(encoding.pieces)
    assert pieces == ["a", "##b", "##c", "我", "d"]
    assert encoding.owners == [0, 0, 0, 1, 2]


@pytest.mark.parametrize("dropped", ["\u200b", "\ufffd", "\x00", " ", "\u0301"])
def test_a_token_that_the_tokenizer_drops_gets_the_unknown_piece(bert, dropped):
    embedder = prepared(bert)
    encoding = embedder.encode(("a", dropped, "b"))
    assert encoding.owners == [0, 1, 2]
    assert encoding.pieces[1] == embedder.tokenizer.unk_token_id
    assert vectors(embedder, ("a", dropped, "b")).shape == (1, 3, 8)


def test_tokens_that_look_like_special_pieces_stay_one_token(bert):
    embedder = prepared(bert)
    assert embedder.encode(("[SEP]", "a", "[PAD]")).owners == [0, 1, 2]


def test_pieces_are_the_librarys_and_none_is_cut_off_or_added(bert, tmp_path):
    model = shutil.copytree(bert, tmp_path / "model")
    load_pretrained(str(bert)).tokenizer.save_pretrained(model)
    limited = Tokenizer.from_file(str(model / "tokenizer.json"))
    limited.enable_padding(length=64)
    limited.enable_truncation(3)
    limited.save(str(model / "tokenizer.json"))
    embedder = prepared(model)
    found = embedder.encode(LONG)
    expected = embedder.tokenizer(list(LONG), is_split_into_words=True, add_special_tokens=False)
    assert len(found.pieces) > 3
    assert found.pieces == expected.input_ids and found.owners == expected.word_ids()


def test_first_pooling_takes_the_first_piece(bert):
    embedder = prepared(bert)
    encoding = embedder.encode(("abc", "d", "ab"))
    expected = states(embedder, encoding.pieces)[[0, 3, 4]]
    assert torch.allclose(vectors(embedder, ("abc", "d", "ab"))[0], expected, atol=1e-6)


def test_last_pooling_takes_the_last_piece(bert):
    embedder = prepared(bert, pooling="last")
    expected = states(embedder, embedder.encode(("abc", "d", "ab")).pieces)[[2, 3, 5]]
    assert torch.allclose(vectors(embedder, ("abc", "d", "ab"))[0], expected, atol=1e-6)


def test_mean_pooling_takes_the_mean_of_the_pieces(bert):
    embedder = prepared(bert, pooling="mean")
    found = states(embedder, embedder.encode(("abc", "d", "ab")).pieces)
    expected = torch.stack([found[:3].mean(0), found[3], found[4:6].mean(0)])
    assert torch.allclose(vectors(embedder, ("abc", "d", "ab"))[0], expected, atol=1e-6)


@pytest.mark.parametrize("pooling", ["first", "last", "mean"])
def test_a_batch_changes_nothing(bert, pooling):
    embedder = prepared(bert, pooling=pooling)
    sentences = [("abc", "d"), LONG, ("我",)]
    together = vectors(embedder, *sentences)
    for row, tokens in enumerate(sentences):
        alone = vectors(embedder, tokens)[0]
        assert torch.allclose(together[row, : len(tokens)], alone, atol=1e-5)
        assert together[row, len(tokens) :].abs().sum() == 0


@pytest.mark.parametrize("pooling", ["first", "last", "mean"])
def test_a_long_sentence_is_read_in_windows(bert, pooling):
    embedder = prepared(bert, pooling=pooling, overlap=4)
    assert embedder.capacity == 10
    encoding = embedder.encode(LONG)
    assert len(encoding.pieces) == 21
    # Windows [0, 10), [6, 16), [11, 21); pieces are kept up to the middle of what two share.
    read = [
        states(embedder, encoding.pieces[0:10])[0:8],
        states(embedder, encoding.pieces[6:16])[2:7],
        states(embedder, encoding.pieces[11:21])[2:10],
    ]
    kept = torch.cat(read)
    owned = [[p for p, o in enumerate(encoding.owners) if o == t] for t in range(len(LONG))]
    wanted = {
        "first": [ids[:1] for ids in owned],
        "last": [ids[-1:] for ids in owned],
        "mean": owned,
    }[pooling]
    expected = torch.stack([kept[ids].mean(0) for ids in wanted])
    assert torch.allclose(vectors(embedder, LONG)[0], expected, atol=1e-5)


def test_a_lower_limit_makes_smaller_windows(bert):
    embedder = prepared(bert, limit=7)
    inputs = embedder.collate([embedder.encode(LONG)])
    assert inputs.pieces.shape[1] == 7
    assert inputs.source.shape == inputs.target.shape == (len(LONG),)


def test_a_limit_beyond_the_models_is_refused(bert):
    with pytest.raises(UserError, match=r"at most 12 pieces.*set embedder.limit to that or less"):
        prepared(bert, limit=13)


def test_an_overlap_beyond_the_limit_is_refused(bert):
    with pytest.raises(UserError, match=r"at most 12 pieces.*set embedder.overlap below 10"):
        prepared(bert, overlap=10)


def test_dropout_and_gradients_while_training(bert):
    embedder = prepared(bert, dropout=0.5).train()
    inputs = embedder.collate([embedder.encode(LONG)])
    out = embedder(inputs)
    assert (out == 0).any()
    out.sum().backward()
    assert all(p.grad is not None for p in embedder.transformer.parameters())


def test_assets_and_weights_bring_back_the_same_vectors(bert, tmp_path):
    source, run = tmp_path / "source", tmp_path / "run"
    shutil.copytree(bert, source)
    run.mkdir()
    embedder = prepared(source, pooling="mean")
    embedder.save_assets(run)
    shutil.rmtree(source)
    loaded = PretrainedTransformer(str(source), pooling="mean", overlap=2)
    loaded.load_assets(run)
    loaded.load_state_dict(embedder.state_dict())
    loaded.eval()
    assert loaded.output_size == embedder.output_size == 8
    assert torch.equal(vectors(loaded, LONG), vectors(embedder, LONG))
    written = [path.read_text(encoding="utf-8") for path in (run / "encoder").iterdir()]
    assert not any(str(tmp_path) in text for text in written)


def test_provenance_follows_the_content_not_the_path(bert, tmp_path):
    copy = tmp_path / "elsewhere"
    shutil.copytree(bert, copy)
    here, there = PretrainedTransformer(str(bert)), PretrainedTransformer(str(copy))
    assert here.provenance() == there.provenance()
    (copy / "vocab.txt").write_text("other\n", encoding="utf-8")
    assert here.provenance() != there.provenance()


def test_byte_pairs_are_those_of_words_within_a_text(roberta):
    embedder = prepared(roberta)
    encoding = embedder.encode(("hello", "world", "我"))
    pieces = embedder.tokenizer.convert_ids_to_tokens(encoding.pieces)
    assert pieces[:2] == ["Ġhello", "Ġworld"]
    assert encoding.owners[:2] == [0, 1]
    assert set(encoding.owners[2:]) == {2}
    assert len(encoding.owners) > 3  # the bytes of the last one


def test_byte_pairs_survive_saving(roberta, tmp_path):
    embedder = prepared(roberta)
    embedder.save_assets(tmp_path)
    loaded = PretrainedTransformer(str(roberta), overlap=2)
    loaded.load_assets(tmp_path)
    loaded.load_state_dict(embedder.state_dict())
    loaded.eval()
    tokens = ("hello", "world", "我") * 4
    assert loaded.encode(tokens) == embedder.encode(tokens)
    assert torch.equal(vectors(loaded, tokens), vectors(embedder, tokens))


@pytest.mark.parametrize("architecture", ["xlm-roberta", "roberta", "deberta-v2", "modernbert"])
def test_a_space_that_stands_alone_is_no_characters_vector(model_of, architecture):
    space = {"xlm-roberta": "▁", "deberta-v2": "▁"}.get(architecture, "Ġ")
    folder = model_of(architecture)
    encoding = prepared(folder).encode(("我", "京", "a", "d"))
    pieces = prepared(folder).tokenizer.convert_ids_to_tokens(encoding.pieces)
    assert pieces.count(space) == 3  # a has a piece with the space in it
    for pooling in ("first", "last", "mean"):
        embedder = prepared(folder, pooling=pooling)
        encoding = embedder.encode(("我", "京", "a", "d"))
        rest = [p for p, piece in enumerate(pieces) if piece != space]
        owned = [[p for p in rest if encoding.owners[p] == token] for token in range(4)]
        wanted = {
            "first": [own[:1] for own in owned],
            "last": [own[-1:] for own in owned],
            "mean": owned,
        }[pooling]
        found = states(embedder, encoding.pieces)
        expected = torch.stack([found[own].mean(0) for own in wanted])
        assert torch.allclose(vectors(embedder, ("我", "京", "a", "d"))[0], expected, atol=1e-5)


@pytest.mark.parametrize("architecture", ["xlm-roberta", "roberta", "modernbert"])
def test_a_token_of_nothing_but_spaces_gets_the_unknown_piece(model_of, architecture):
    embedder = prepared(model_of(architecture))
    for nothing in ("", " "):
        encoding = embedder.encode(("a", nothing, "a"))
        assert encoding.owners == [0, 1, 2]
        assert encoding.pieces[1] == embedder.tokenizer.unk_token_id


def test_words_of_a_generic_byte_level_tokenizer_have_their_space(model_of, tmp_path):
    embedder = prepared(model_of("modernbert"))
    tokens = ("a", "bc", "a,a")
    encoding = embedder.encode(tokens)
    pieces = embedder.tokenizer.convert_ids_to_tokens(encoding.pieces)
    assert pieces == ["Ġa", "Ġ", "bc", "Ġa", ",", "a"]
    whole = embedder.tokenizer.backend_tokenizer.encode("a bc a,a", add_special_tokens=False)
    assert encoding.pieces == whole.ids
    embedder.save_assets(tmp_path)
    loaded = PretrainedTransformer("any/model", overlap=2)
    loaded.load_assets(tmp_path)
    assert loaded.encode(tokens) == encoding


def test_every_usable_position_of_roberta_is_used_and_no_other(roberta):
    embedder = prepared(roberta)
    assert embedder.capacity == 20 - 2 - 2
    exactly = ("hello",) * embedder.capacity
    assert embedder.collate([embedder.encode(exactly)]).pieces.shape == (1, 18)
    assert vectors(embedder, exactly, (*exactly, "world")).isfinite().all()


@pytest.mark.parametrize("pooling", ["first", "last", "mean"])
@pytest.mark.parametrize("encoder", ["bert", "roberta"])
def test_a_tagger_on_it_keeps_its_promises(request, encoder, pooling):
    folder = request.getfixturevalue(encoder)
    check_tagger(
        {
            "embedder": {
                "type": "pretrained_transformer",
                "model": str(folder),
                "pooling": pooling,
                "overlap": 3,
            },
            "decoder": {"type": "crf"},
        }
    )


def test_a_real_encoder(chinese_encoder):
    embedder = PretrainedTransformer(str(chinese_encoder))
    embedder.prepare([])
    embedder.eval()
    words = ("北京", "的", "冬天", "\u200b", "❄")
    found = vectors(embedder, words, ("上",) * 600)
    assert found.shape == (2, 600, embedder.output_size)
    assert found[0, :5].abs().sum(dim=1).all()
    assert torch.allclose(found[0, :5], vectors(embedder, words)[0], atol=1e-4)


@pytest.mark.parametrize("keep", [3, [1, 4, 8]])
def test_a_student_from_layers_of_a_real_encoder(chinese_encoder, keep, tmp_path):
    embedder = PretrainedTransformer(str(chinese_encoder), keep_layers=keep, layers=ScalarMix)
    embedder.prepare([])
    embedder.eval()
    embedder.save_assets(tmp_path)
    loaded = PretrainedTransformer("any/model", keep_layers=keep, layers=ScalarMix)
    loaded.load_assets(tmp_path)
    loaded.load_state_dict(embedder.state_dict())
    loaded.eval()
    words = tuple("北京的冬天\u200b❄上") * 100
    found = vectors(embedder, words)
    assert found.shape == (1, 800, embedder.output_size)
    assert found.isfinite().all()
    assert torch.equal(vectors(loaded, words), found)


@pytest.mark.parametrize("folder", ["bert", "roberta"])
def test_vectors_of_single_tokens_are_means_over_their_pieces(folder, request):
    embedder = prepared(request.getfixturevalue(folder))
    table = embedder.transformer.get_input_embeddings().weight
    tokens = [*LONG, "\u200b"] * 3  # more than are read at once
    found = embedder.token_vectors(tokens)
    for token, vector in zip(tokens, found, strict=True):
        pieces = [p for p in embedder.encode((token,)).pieces if p not in embedder.special.blanks]
        assert pieces and torch.allclose(vector, table[pieces].mean(dim=0))
