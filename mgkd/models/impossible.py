"""Which sentence it is that has no distribution over its label sequences."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from mgkd.config import UserError
from mgkd.crf import RowError
from mgkd.data import Sentence


@contextmanager
def told_by_sentence(sentence_of: Callable[[int], Sentence]) -> Iterator[None]:
    """Tells what is wrong with a row of a batch by the sentence of that row.

    Args:
        sentence_of: a row's sentence.

    Raises:
        UserError: in place of a `RowError`, naming the sentence.
    """
    try:
        yield
    except RowError as error:
        sentence = sentence_of(error.row)
        raise UserError(
            f"{sentence.place}: {error.problem}\n"
            "Scores become so where a training has diverged (lower its learning rate, clip its "
            "gradients) or where weights are damaged."
        ) from error
