"""From tokens to a text that is cut into the same tokens again."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import accumulate
from typing import NoReturn

from mgkd.data.sentence import Sentence, Span
from mgkd.data.splitters import CharacterSplitter, Splitter


@dataclass(frozen=True)
class Joining:
    """How tokens become a text.

    Args:
        joiner: what stands between tokens.
        splitter: what the reader will cut the text into tokens with; characters unless given.
    """

    joiner: str = ""
    splitter: Splitter | None = None

    def text(self, sentence: Sentence, refuse: Callable[..., NoReturn]) -> str:
        """The text of a sentence.

        Args:
            refuse: a writer's, told of tokens that the reader would not find in the text.
        """
        text = self.joiner.join(sentence.tokens)
        again = [token.text for token in (self.splitter or CharacterSplitter()).split(text)]
        if again != list(sentence.tokens):
            pairs = zip(sentence.tokens, [*again, None], strict=False)
            lost = next((token for token, found in pairs if token != found), sentence.tokens[-1])
            refuse(
                sentence,
                f"as a text, joined by {self.joiner!r}, it would be cut into other tokens; the "
                f"first that gets lost is {lost!r}",
                "Set joiner and splitter to what parts these tokens, or write a format of tokens, "
                "such as jsonl",
            )
        return text

    def spans(self, sentence: Sentence) -> list[Span]:
        """The entities of a labelled sentence, by characters of its text."""
        steps = (len(token) + len(self.joiner) for token in sentence.tokens)
        starts = list(accumulate(steps, initial=0))
        return [
            Span(starts[span.start], starts[span.end] - len(self.joiner), span.label)
            for span in sentence.spans or ()
        ]
