import shutil

import pytest
import torch

from mgkd.config import build, check
from mgkd.data import Sentence
from mgkd.models import Concatenate, Embedder
from mgkd.testing import check_tagger

TRAINING = [Sentence(("Nora", "left", "Bergen"))]
WORD = {"type": "word", "size": 3, "dropout": 0.0}
CHARACTERS = {"type": "char_cnn", "size": 4, "filters": 5, "dropout": 0.0}
BOTH = {"type": "concatenate", "embedders": [WORD, CHARACTERS]}


def prepared(tree) -> Concatenate:
    embedder = build(Embedder, tree)
    embedder.prepare(TRAINING)
    return embedder


def vectors(embedder, *sentences):
    return embedder(embedder.collate([embedder.encode(tokens) for tokens in sentences]))


def test_vectors_stand_side_by_side_in_order():
    embedder = prepared(BOTH)
    sentences = ("Nora", "left"), ("Bergen", "at", "noon")
    found = vectors(embedder, *sentences)
    word, characters = embedder.parts
    assert embedder.output_size == 8
    assert torch.equal(found[..., :3], vectors(word, *sentences))
    assert torch.equal(found[..., 3:], vectors(characters, *sentences))


def test_it_can_drop_elements_of_its_own():
    embedder = prepared({**BOTH, "dropout": 1.0})
    assert not vectors(embedder.train(), ("Nora",)).any()
    assert vectors(embedder.eval(), ("Nora",)).any()


def test_assets_of_each_have_a_folder_of_their_own(tmp_path):
    tree = {"type": "concatenate", "embedders": [WORD, BOTH, WORD, "casing"]}
    embedder = prepared(tree)
    embedder.save_assets(tmp_path)
    files = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*.json")}
    assert files == {
        "embedders/0/vocabulary.json",
        "embedders/1/embedders/0/vocabulary.json",
        "embedders/1/embedders/1/characters.json",
        "embedders/2/vocabulary.json",
    }
    loaded = build(Embedder, tree)
    loaded.load_assets(tmp_path)
    loaded.load_state_dict(embedder.state_dict())
    assert loaded.output_size == embedder.output_size == 3 + 8 + 3 + 8
    assert torch.equal(vectors(loaded, ("Nora", "x")), vectors(embedder, ("Nora", "x")))


def test_what_it_says_of_itself():
    assert build(Embedder, BOTH).describe() == "vectors of tokens + characters by a convolution"


def test_provenance_is_told_by_path(vector_files):
    vectors = {"type": "vectors", "file": str(vector_files / "glove.txt")}
    inner = {"type": "concatenate", "embedders": [WORD, vectors]}
    digest = build(Embedder, vectors).provenance()["file"]
    outer = build(Embedder, {"type": "concatenate", "embedders": [inner, vectors]})
    assert outer.provenance() == {
        "embedders[0].embedders[1].file": digest,
        "embedders[1].file": digest,
    }


def test_every_embedder_inherits():
    heard = []
    embedder = build(Embedder, BOTH)
    for part in embedder.parts:
        part.inherit = heard.append
    teacher = object()
    embedder.inherit(teacher)
    assert heard == [teacher, teacher]


def test_vectors_of_single_tokens_stand_side_by_side_where_all_parts_have_them():
    words = prepared({"type": "concatenate", "embedders": [WORD, WORD]})
    found = words.token_vectors(["left", "unseen"])
    expected = [part.token_vectors(["left", "unseen"]) for part in words.parts]
    assert torch.equal(found, torch.cat(expected, dim=1)) and found.shape == (2, 6)
    assert prepared(BOTH).token_vectors(["left"]) is None


def test_sentences_must_be_there_for_each():
    with pytest.raises(TypeError, match="an iterator gives them once"):
        build(Embedder, BOTH).prepare(iter(TRAINING))


@pytest.mark.parametrize(
    "embedders, message",
    [
        ([], "at least 1"),
        ([WORD, {"ref": "embedders[0]"}], "the embedder at 1 stands there twice"),
    ],
)
def test_what_cannot_stand_side_by_side(embedders, message):
    [problem] = check(Embedder, {"type": "concatenate", "embedders": embedders})
    assert problem.path == "embedders" and message in problem.message


def test_a_tagger_on_it_keeps_its_promises(vector_files, tmp_path):
    file = tmp_path / "vectors.txt"
    shutil.copy(vector_files / "glove.txt", file)
    parts = [WORD, {"type": "vectors", "file": str(file)}, CHARACTERS, "casing"]
    check_tagger({"embedder": {"type": "concatenate", "embedders": parts}, "decoder": "crf"})
