"""Splitters: raw text in, tokens with their places out."""

import re
import unicodedata
from abc import ABC, abstractmethod
from typing import NamedTuple

from mgkd.config import Registry


class Token(NamedTuple):
    """A token and the characters [start, end) of the text that it stands for."""

    text: str
    start: int
    end: int


class Splitter(ABC):
    """Cuts raw text into tokens; whitespace parts tokens and is never one."""

    @abstractmethod
    def split(self, text: str) -> list[Token]:
        """Tokens in order, each equal to `text[start:end]`; together all that is not space."""


splitters: Registry[Splitter] = Registry("splitters", noun="splitter", base=Splitter)


@splitters.register("characters")
class CharacterSplitter(Splitter):
    """One token a code point, as character-level Chinese corpora are cut.

    Variation selectors, combining marks and the parts of a joined emoji are tokens of their own,
    as they are in the published Weibo corpus.
    """

    def split(self, text: str) -> list[Token]:
        return [Token(c, i, i + 1) for i, c in enumerate(text) if not c.isspace()]


# In patterns, M stands for combining marks and Z for the zero-width joiner: the text is searched
# in a copy in which those characters are replaced by these two private code points, because
# Python's \w leaves out the marks that many scripts write their vowels with.
MARK, JOINER = "\uf8f0", "\uf8f1"
PATTERN = re.compile(
    r"""
      (?:https?://|www\.)\S*[\w/]                    # address, without closing punctuation
    | [\w.+-]+@\w[\w-]*(?:\.\w[\w-]*)+               # e-mail address
    | [@#][\wM]+                                     # handle, hashtag
    | &(?:[a-z]+|\#\d+);                             # HTML entity, as left in downloaded text
    | (?<!\S)(?:[:;=8xX][-o^']?[()\[\]DdPpOo/\\|*3]+|<3+)(?!\S)  # emoticon
    | \d+(?:[.,:/]\d+)+                              # 1,000.50  10:30  24/7
    | (?:[^\W\d_]\.){2,}                             # U.S.
    | ['’][sS](?![\wM])                              # possessive: the name ends before it
    | [\wM]+(?:(?:['’](?![sS](?![\wM]))|-)[\wM]+)*   # word, also don't and well-known
    | [🇦-🇿]{2}                                       # flag
    | ([^\w\sM])\1+                                  # ... !!!
    | [^\w\sM][M🏻-🏿]*(?:Z[^\w\sM][M🏻-🏿]*)*          # punctuation mark, or emoji with its parts
    | \S
    """.replace("M", MARK).replace("Z", JOINER),
    re.VERBOSE,
)


@splitters.register("words")
class WordSplitter(Splitter):
    """Words and punctuation of space-separated languages, with the manners of short messages.

    @handles, #hashtags, addresses, emoticons, numbers, contractions (don't) and hyphenated words
    stay whole. The possessive 's is a token of its own, so that a name can end before it.
    """

    def split(self, text: str) -> list[Token]:
        searched = "".join(map(_searched, text))
        places = (match.span() for match in PATTERN.finditer(searched))
        return [Token(text[start:end], start, end) for start, end in places]


def _searched(character: str) -> str:
    if character.isascii():
        return character
    if character == "\u200d":
        return JOINER
    return MARK if unicodedata.category(character).startswith("M") else character
