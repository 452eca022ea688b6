"""How a token is spelt, roughly: what can stand in its place without looking odd."""

import unicodedata
from functools import cache
from itertools import groupby


def shape(token: str) -> str:
    """The kinds of its characters in their order, each run of a kind once.

    Kinds are the categories of Unicode; letters of scripts without case also tell their script. So
    "1998" has the shape of "3", "Leeds" that of "May", and "南" that of "湖" but not that of "の".
    """
    return " ".join(kind for kind, _ in groupby(map(_kind, token)))


@cache
def _kind(character: str) -> str:
    category = unicodedata.category(character)
    if category != "Lo":
        return category
    return f"{category}:{unicodedata.name(character, '').split(' ')[0]}"
