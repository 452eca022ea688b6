"""Every embedder that needs no pretrained model takes every token there can be."""

import pickle

import pytest
import torch
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mgkd.config import build
from mgkd.data import Sentence
from mgkd.models import Embedder
from mgkd.testing import SENTENCES

TREES = {
    "word": {"type": "word", "size": 3, "bigram_size": 2, "lowercase": True},
    "char_cnn": {"type": "char_cnn", "size": 3, "filters": 2, "widths": [2, 3]},
    "char_lstm": {"type": "char_lstm", "size": 3, "hidden_size": 2},
    "subword_hash": {"type": "subword_hash", "size": 3, "buckets": 50},
    "casing": {"type": "casing", "size": 2},
    "one number a class": {"type": "casing", "size": None},
    "vectors": {"type": "vectors"},
}
STRANGE = ["𝔑", "👩\u200d🔬", "e\u0301", "\u0301", "\u200b", "\ufffd", "x", " ", "\x00", "İ", "ﬁ"]

tokens = st.text(
    st.characters(exclude_characters="\n", exclude_categories=["Cs"]), min_size=1, max_size=30
)
sentences = st.lists(st.lists(tokens, min_size=1, max_size=5), min_size=1, max_size=3)


@pytest.fixture(scope="module")
def prepared(vector_files):
    """All of them and what puts them side by side, ready for use, by name."""
    file = {"file": str(vector_files / "glove.txt")}
    trees = {**TREES, "vectors": {**TREES["vectors"], **file}}
    trees["concatenate"] = {"type": "concatenate", "embedders": list(trees.values())}
    made = {name: build(Embedder, tree) for name, tree in trees.items()}
    for embedder in made.values():
        embedder.prepare(SENTENCES)
    return made


@pytest.mark.parametrize("name", [*TREES, "concatenate"])
@settings(max_examples=25)
@given(rows=sentences)
@example(rows=[STRANGE])
@example(rows=[["x"], ["y" * 5000, "z"]])
def test_finite_vectors_for_every_token(prepared, name, rows):
    embedder = prepared[name]
    rows = [Sentence(tuple(row)).tokens for row in rows]
    encodings = [embedder.encode(row) for row in rows]
    for mode in (True, False):
        with torch.no_grad():
            found = embedder.train(mode)(embedder.collate(encodings))
        assert found.shape == (len(rows), max(map(len, rows)), embedder.output_size)
        assert found.isfinite().all()
    with torch.no_grad():
        stored = pickle.loads(pickle.dumps(encodings))
        assert torch.equal(embedder(embedder.collate(stored)), found)
