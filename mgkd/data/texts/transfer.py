"""A source of text as a config names it: with how much of it is learned from."""

from pydantic import NonNegativeInt, PositiveFloat

from mgkd.config import Fraction, Inline
from mgkd.data.texts.base import TextSource, texts


class TransferText:
    """Text that a student learns from by what its teacher says of it.

    Left out of it, and counted, are sentences that also occur in the dev or test split, in the
    training split, or before in the text.

    Args:
        source: the sentences; its keys stand beside these in the config.
        ratio: how many of its sentences each epoch takes per labelled one, drawn anew; null: all.
        minimum_confidence: leave out sentences of whose best label sequence the teacher is less
            sure: the least probability of it; null: none.
        seed: of what the source draws at random; null: the experiment's. With a number, runs that
            differ by their seed share the text, and with it what the teacher says of it.
    """

    def __init__(
        self,
        source: Inline[TextSource],
        ratio: PositiveFloat | None = None,
        minimum_confidence: Fraction | None = None,
        seed: NonNegativeInt | None = None,
    ) -> None:
        self.source = source
        self.ratio = ratio
        self.minimum_confidence = minimum_confidence
        self.seed = seed

    @property
    def name(self) -> str:
        """What its source is called."""
        return texts.name_of(type(self.source)) or type(self.source).__name__
