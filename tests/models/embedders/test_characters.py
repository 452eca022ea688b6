"""The embedders that read the characters of tokens: char_cnn and char_lstm."""

import pickle

import pytest
import torch
from torch.nn.functional import pad

from mgkd.config import build, check
from mgkd.data import Sentence
from mgkd.models import CharacterCNN, CharacterLSTM, Embedder
from mgkd.testing import check_tagger

TRAINING = [Sentence(("Nora", "Lund", "left", "Bergen")), Sentence(("Nora", "left", "在"))]
TREES = [
    {"type": "char_cnn", "size": 4, "filters": 3},
    {"type": "char_cnn", "size": 4, "filters": 2, "widths": [1, 2, 5]},
    {"type": "char_lstm", "size": 4, "hidden_size": 3},
]


@pytest.fixture(params=TREES, ids=["cnn", "cnn of three widths", "lstm"])
def tree(request):
    return request.param


@pytest.fixture
def embedder(tree):
    torch.manual_seed(4)
    made = build(Embedder, tree)
    made.prepare(iter(TRAINING))
    return made.eval()


def vectors(embedder, *sentences):
    with torch.no_grad():
        return embedder(embedder.collate([embedder.encode(tokens) for tokens in sentences]))


def test_shape(embedder):
    found = vectors(embedder, ("Nora", "left"), ("Bergen",))
    assert found.shape == (2, 2, embedder.output_size)


def test_equal_tokens_have_equal_vectors(embedder):
    found = vectors(embedder, ("Nora", "left", "Nora"), ("left", "Lund"))
    assert torch.equal(found[0, 0], found[0, 2])
    assert torch.equal(found[0, 1], found[1, 0])
    assert not torch.allclose(found[0, 0], found[0, 1])


def test_the_order_of_characters_matters(embedder, tree):
    one, other = vectors(embedder, ("aor", "roa"))[0]
    assert torch.allclose(one, other) == (tree.get("widths") == [1])


def test_other_tokens_change_nothing_however_long_they_are(embedder):
    alone = vectors(embedder, ("Nora",))[0, 0]
    beside = vectors(embedder, ("x" * 7, "Nora", "Bergen" * 900), ("left",))[0, 1]
    assert torch.allclose(alone, beside, atol=1e-6)


def test_nothing_of_a_long_token_is_cut_off(embedder):
    front = "Nora" * 1000
    one, other = vectors(embedder, (front + "BB", front + "BBBerB"))[0]
    assert not torch.equal(one, other)


def test_unknown_characters_share_a_vector(embedder):
    one, other, known = vectors(embedder, ("Γ", "在", "N"))[0]  # 在 occurs once
    assert torch.equal(one, other)
    assert not torch.allclose(one, known)


def test_each_distinct_token_is_read_once_beside_tokens_of_similar_length(embedder):
    sentences = [("a", "Nora", "Nora", "x" * 3000), ("Nora", "Bergen", "a", "no", "nor")]
    inputs = embedder.collate([embedder.encode(tokens) for tokens in sentences])
    assert sum(len(group) for group in inputs.groups) == 6
    characters = sum(map(len, {token for tokens in sentences for token in tokens}))
    assert sum(group.numel() for group in inputs.groups) < 2 * characters
    assert inputs.places.shape == (2, 5)


def test_encodings_can_be_stored_and_take_four_bytes_a_character(embedder):
    tokens = ("Nora", "left", "Bergen") * 100
    encoding = embedder.encode(tokens)
    stored = pickle.dumps(encoding)
    assert pickle.loads(stored) == encoding
    assert len(stored) < 4 * (sum(map(len, tokens)) + len(tokens)) + 500


def test_a_character_lstm_ends_where_the_token_ends():
    embedder = CharacterLSTM(size=4, hidden_size=3)
    embedder.prepare(TRAINING)
    embedder.eval()
    ids = torch.tensor([embedder.speller.vocabulary.ids("Bergen")])
    states, _ = embedder.lstm(embedder.characters(ids))
    expected = torch.cat([states[0, -1, :3], states[0, 0, 3:]])
    found = vectors(embedder, ("Bergen", "Berge", "nora"))[0, 0]
    assert torch.allclose(found, expected, atol=1e-6)


@pytest.mark.parametrize("width", [1, 2, 3, 8])
def test_a_character_cnn_is_the_maximum_over_all_windows(width):
    embedder = CharacterCNN(size=4, filters=3, widths=(width,))
    embedder.prepare(TRAINING)
    [convolution] = embedder.convolutions
    ids = torch.tensor(embedder.speller.vocabulary.ids("Bergen"))
    padded = pad(embedder.characters(ids), (0, 0, width - 1, width - 1))
    windows = [padded[start : start + width] for start in range(len(ids) + width - 1)]
    scores = [
        (convolution.weight * window.T).sum(dim=(1, 2)) + convolution.bias for window in windows
    ]
    expected = torch.stack(scores).amax(dim=0).tanh()
    found = vectors(embedder.eval(), ("Bergen", "Nora", "Nordfjo"))[0, 0]
    assert torch.allclose(found, expected, atol=1e-6)


def test_widths_there_must_be():
    [problem] = check(Embedder, {"type": "char_cnn", "widths": []})
    assert problem.path == "widths"


def test_assets_bring_back_the_characters(embedder, tree, tmp_path):
    embedder.save_assets(tmp_path)
    loaded = build(Embedder, tree)
    loaded.load_assets(tmp_path)
    loaded.load_state_dict(embedder.state_dict())
    tokens = ("Nora", "在", "never")
    assert torch.equal(vectors(loaded.eval(), tokens), vectors(embedder, tokens))


def test_a_tagger_on_it_keeps_its_promises(tree):
    check_tagger({"embedder": tree, "decoder": "crf"})
