import pytest
import torch

from mgkd.config import check
from mgkd.models import Embedder, SubwordHash
from mgkd.models.embedders.subword_hash import EMPTY, buckets_of, fnv_1a
from mgkd.testing import check_tagger

BUCKETS = 2**31 - 1  # so many that a few n-grams do not meet


def hashed(*texts: str) -> list[int]:
    return [fnv_1a(EMPTY, text.encode()) % BUCKETS for text in texts]


def prepared(**options) -> SubwordHash:
    embedder = SubwordHash(**{"size": 5, "buckets": 1000, "dropout": 0.0, **options})
    embedder.prepare([])
    return embedder


def vectors(embedder, *sentences):
    return embedder(embedder.collate([embedder.encode(tokens) for tokens in sentences]))


@pytest.mark.parametrize(
    "text, expected", [("", 0x811C9DC5), ("a", 0xE40C292C), ("foobar", 0xBF9CF968)]
)
def test_published_values_of_fnv_1a(text, expected):
    """From the test vectors of the FNV Internet-Draft (draft-eastlake-fnv), appendix C."""
    assert fnv_1a(EMPTY, text.encode()) == expected


def test_bytes_count_as_signed():
    # é is C3 A9; as signed bytes FFFFFFC3 and FFFFFFA9.
    first = (0x811C9DC5 ^ 0xFFFFFFC3) * 16777619 % 2**32
    assert fnv_1a(EMPTY, "é".encode()) == (first ^ 0xFFFFFFA9) * 16777619 % 2**32


def test_a_hash_goes_on():
    assert fnv_1a(fnv_1a(EMPTY, b"Ber"), b"gen") == fnv_1a(EMPTY, b"Bergen")


def test_the_n_grams_of_a_token():
    found = buckets_of("sea", 3, 4, BUCKETS).tolist()
    assert found == hashed("<se", "<sea", "sea", "sea>", "ea>", "<sea>")
    assert buckets_of("sea", 5, 6, BUCKETS).tolist() == hashed("<sea>")
    assert buckets_of("sea", 7, 9, BUCKETS).tolist() == hashed("<sea>")


def test_edges_alone_are_no_n_grams():
    assert buckets_of("在", 1, 2, BUCKETS).tolist() == hashed("<在", "在", "在>", "<在>")


def test_a_vector_is_the_mean_over_n_grams():
    embedder = prepared()
    found = vectors(embedder, ("Bergen", "sea"), ("在",))
    assert found.shape == (2, 2, 5)
    for vector, token in ((found[0, 0], "Bergen"), (found[0, 1], "sea"), (found[1, 0], "在")):
        rows = embedder.vectors.weight[buckets_of(token, 3, 6, 1000).tolist()]
        assert torch.allclose(vector, rows.mean(dim=0), atol=1e-6)
    assert not found[1, 1].any()


def test_lengths_must_be_a_range():
    [problem] = check(Embedder, {"type": "subword_hash", "min_n": 4, "max_n": 3})
    assert problem.path == "min_n"
    with pytest.raises(ValueError, match="min_n: must be at most max_n, which is 3"):
        SubwordHash(min_n=4, max_n=3)


def test_a_tagger_on_it_keeps_its_promises():
    check_tagger({"embedder": {"type": "subword_hash", "size": 8, "buckets": 50}, "decoder": "crf"})
