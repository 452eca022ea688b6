"""How the parts of a tagger become usable: for training, or from a saved run."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from mgkd.config import UserError
from mgkd.data import Sentence
from mgkd.models.decoders import Decoder
from mgkd.models.embedders import Embedder
from mgkd.models.heritage import Heritage


def _nothing(part: Embedder | Decoder) -> None:
    pass


@dataclass(frozen=True)
class Equip:
    """What a tagger does with its parts while it is built.

    Attributes:
        prepare: gives the embedder its vocabulary or pretrained weights, before its size is asked
            for.
        inherit: gives the embedder, once it is prepared, and the decoder, once it is built, what
            they take over from a teacher.
    """

    prepare: Callable[[Embedder], None]
    inherit: Callable[[Embedder | Decoder], None] = _nothing


def learning_from(sentences: Sequence[Sentence], teacher: Heritage | None = None) -> Equip:
    """For training on these sentences.

    Args:
        teacher: what parts that inherit take over from. Without one, such a part is a UserError
            when the tagger is built.
    """
    return Equip(lambda embedder: embedder.prepare(sentences), partial(_inherit, teacher))


def shaped_by(sentences: Sequence[Sentence]) -> Equip:
    """As for training on these sentences, but nothing is inherited: all but the values is right."""
    return Equip(lambda embedder: embedder.prepare(sentences))


def assets_in(directory: Path) -> Equip:
    """With what a saved run holds; weights are loaded afterwards, inherited ones too."""
    return Equip(lambda embedder: embedder.load_assets(directory))


def _inherit(teacher: Heritage | None, part: Embedder | Decoder) -> None:
    if teacher is not None:
        part.inherit(teacher)
        return
    for module in part.modules():  # one in another counts as well
        if getattr(module, "inherits", False):
            raise UserError(
                f"{type(module).__name__} inherits from a teacher, and there is none; train it "
                "under a teacher (mgkd components teachers), or choose another component"
            )
