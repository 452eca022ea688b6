import pytest
from hypothesis import given
from hypothesis import strategies as st

from mgkd.models.embedders.pieces import SpecialPieces, encode_pieces

SPACE, UNKNOWN = 7, 1
SPECIAL = SpecialPieces([2], [3], unknown=UNKNOWN, padding=0, blanks=frozenset({SPACE}))
TOKENS = st.lists(st.lists(st.integers(5, 9), max_size=4), min_size=1, max_size=6)


@pytest.mark.parametrize("pooling", ["first", "last", "mean"])
@given(TOKENS)
def test_every_token_keeps_its_pieces_or_gets_the_unknown_one(pooling, owned):
    encoding = encode_pieces(owned, pooling, SPECIAL)
    assert len(encoding.pieces) == len(encoding.owners) == len(encoding.pooled)
    assert encoding.owners == sorted(encoding.owners)
    triples = list(zip(encoding.pieces, encoding.owners, encoding.pooled, strict=True))
    for token, own in enumerate(owned):
        pieces = [piece for piece, owner, _ in triples if owner == token]
        pooled = [piece for piece, owner, chosen in triples if owner == token and chosen]
        if set(own) <= {SPACE}:
            assert pieces == pooled == [UNKNOWN]
            continue
        assert pieces == own
        rest = own[next(place for place, piece in enumerate(own) if piece != SPACE) :]
        assert pooled == {"first": rest[:1], "last": rest[-1:], "mean": rest}[pooling]
