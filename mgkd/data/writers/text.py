"""Writing raw text."""

from collections.abc import Iterator

from mgkd.config import Arguments, Problem, obey
from mgkd.data.sentence import Sentence
from mgkd.data.splitters import Splitter
from mgkd.data.writers.base import FileWriter, writers
from mgkd.data.writers.joining import Joining


def the_joiner_stays_in_its_line(config: Arguments) -> Iterator[Problem]:
    if "\n" in config["joiner"]:
        yield config.problem("joiner", "may hold no line break: a line is a sentence")


@writers.register("text")
class TextWriter(FileWriter):
    """One sentence a line, its tokens joined.

    Args:
        joiner: what stands between tokens, such as a space.
        splitter: what the text will be cut into tokens with; {"type": "characters"} unless given.
            A sentence that it would cut otherwise is refused.
        without_entities: write the tokens of labelled sentences too, which are refused otherwise.
    """

    rules = (the_joiner_stays_in_its_line,)

    def __init__(
        self,
        joiner: str = "",
        splitter: Splitter | None = None,
        without_entities: bool = False,
    ) -> None:
        obey(self.rules, joiner=joiner)
        self.joining = Joining(joiner, splitter)
        self.without_entities = without_entities

    def texts(self, sentences: Iterator[Sentence]) -> Iterator[str]:
        for sentence in sentences:
            if sentence.spans is not None and not self.without_entities:
                remedy = "Set without_entities to true, or write another format, such as jsonl"
                self.refuse(sentence, "raw text cannot say what its entities are", remedy)
            text = self.joining.text(sentence, self.refuse)
            if "\n" in text or text.endswith("\r"):
                self.refuse(sentence, "the text does not stay in its line")
            yield text + "\n"
