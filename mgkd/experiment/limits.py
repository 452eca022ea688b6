"""What a pretrained encoder can read at once."""

from collections.abc import Callable

from mgkd.data import Sentence
from mgkd.models import PretrainedTransformer


def too_long_for(model: str) -> Callable[[Sentence], bool]:
    """Whether a sentence has more pieces than this encoder reads at once.

    Such a sentence is read in overlapping windows: nothing of it is lost, but it takes longer, and
    its parts do not see each other.

    Args:
        model: a name on the hub or a folder in the transformers format.

    Raises:
        UserError: when it cannot be loaded.
    """
    embedder = PretrainedTransformer(model, overlap=0)
    embedder.prepare([])
    return lambda sentence: len(embedder.encode(sentence.tokens).pieces) > embedder.capacity
