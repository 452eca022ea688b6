"""The names a misspelt one may have meant."""

from collections.abc import Iterable
from difflib import get_close_matches

SIMILARITY = 0.5  # low enough for kbest_ce to find kbest_cross_entropy


def nearest(name: str, names: Iterable[str], limit: int = 3) -> list[str]:
    """Up to `limit` of `names` that resemble `name`, the closest first."""
    return get_close_matches(name, sorted(names), n=limit, cutoff=SIMILARITY)
