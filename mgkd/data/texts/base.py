"""What a source of unlabelled text promises."""

import random
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from typing import ClassVar

from mgkd.config import Registry
from mgkd.data.corpus import CorpusSplits
from mgkd.data.readers import Finding
from mgkd.data.sentence import Sentence


class TextSource(ABC):
    """Sentences that nobody has labelled; a student learns what its teacher says of them.

    Attributes:
        is_made: whether its text is made from other sentences; no text is made from that in turn.
    """

    is_made: ClassVar[bool] = False

    @abstractmethod
    def sentences(self, splits: CorpusSplits, generator: random.Random) -> Iterator[Sentence]:
        """Sentences without spans, one by one.

        What is known already or is held out is left out afterwards, and counted.

        Args:
            splits: of the corpus; `unlabelled` has the training sentences whose labels are set
                aside and the text of sources before this one, but for made text.
            generator: of all that is drawn at random.

        Raises:
            DataError: when a file cannot be read, or there is nothing to make text from.
        """

    def findings(self) -> Sequence[Finding]:
        """What was met while reading."""
        return ()


texts: Registry[TextSource] = Registry("texts", noun="source of text", base=TextSource)
