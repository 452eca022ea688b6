"""Which parts of a model take something over from the teacher's tagger."""

from typing import Any

from mgkd.config import Node, part_of, resolve
from mgkd.config.nodes import descendants
from mgkd.models import Tagger


def heirs(model: Node) -> list[Node]:
    """The components of a model, nested ones too, that inherit from a teacher."""
    return parts_with(model, "inherits")


def parts_with(model: Node, attribute: str) -> list[Node]:
    """The components of a model, nested ones too, whose class says true of an attribute."""
    parts = (part for part in descendants(model) if isinstance(part, Node))
    return [part for part in parts if getattr(part.target, attribute, False)]


def inherits(tree: dict[str, Any]) -> bool:
    """Whether the model of a resolved config inherits from a teacher."""
    return bool(heirs(resolve(Tagger, part_of(tree, "model")).root))
