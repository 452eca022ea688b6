"""Where the sentences of a text begin and end."""

from typing import Annotated

from pydantic import Field

from mgkd.config import UserError

Language = Annotated[str, Field(pattern="^[a-z]{2,3}$")]
"""An ISO 639 code, such as "en" or "zh"."""


def sentence_bounds(text: str, language: str) -> list[tuple[int, int]]:
    """Characters [start, end) of each sentence; together they are the whole text.

    Found by the library sentencex, by the rules of the language; one that it does not know is
    treated as English.

    Raises:
        UserError: when that library is not installed.
    """
    try:
        from sentencex import segment
    except ImportError as error:
        raise UserError(
            "texts are split into sentences by the library sentencex, which is not installed; "
            "python -m pip install 'mgkd[sentences]'"
        ) from error
    # In a copy of the same length: sentencex takes every space for a character of one byte, and
    # fails where an initial follows another one, such as the ideographic space.
    plain = "".join(" " if c.isspace() and not c.isascii() else c for c in text)
    bounds, start = [], 0
    for sentence in segment(language, plain):
        bounds.append((start, start + len(sentence)))
        start += len(sentence)
    if start != len(text):
        raise RuntimeError(f"sentencex gave sentences of {start} characters for {len(text)}")
    return bounds
