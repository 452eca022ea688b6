"""A few labelled sentences, Chinese by character and English by word."""

from collections.abc import Iterable

from mgkd.data import Sentence, Span


def _sentence(tokens: Iterable[str], *spans: tuple[int, int, str]) -> Sentence:
    return Sentence(tuple(tokens), tuple(Span(*span) for span in spans))


SENTENCES = (
    _sentence("李雷和韩梅梅昨天到了昆明。", (0, 2, "PER"), (3, 6, "PER"), (10, 12, "LOC")),
    _sentence("好"),
    _sentence("我在青岛大学读书", (2, 6, "ORG")),
    _sentence("谢谢小林昆明见！", (2, 4, "PER"), (4, 6, "LOC")),
    _sentence(["Nora", "Lund", "left", "Bergen", "at", "noon", "."], (0, 2, "PER"), (3, 4, "LOC")),
    _sentence(["Bergen"], (0, 1, "LOC")),
    _sentence(["The", "Harbour", "Museum", "hired", "Omar"], (1, 3, "ORG"), (4, 5, "PER")),
    _sentence(["nothing", "happened", "there"]),
)
"""Three entity types; sentences of one token, without entities, and with entities that touch."""

STRANGE = Sentence(("☃", "qzxwv", "\u200b", "\ufffd", "👩\u200d🔬", "ﷺ" * 40))
"""Tokens that no vocabulary can be expected to hold."""
