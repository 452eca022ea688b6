"""Plain values: how they are checked, and annotations that many components share."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Any

from pydantic import Field, TypeAdapter, ValidationError

from mgkd.config.english import expectation, shown

Fraction = Annotated[float, Field(ge=0, le=1)]
"""A share or a probability: from 0 to 1, both included."""

OWN_WORDS = {"value_error", "assertion_error"}  # raised by a validator of the annotation itself


@dataclass(frozen=True)
class Leaf:
    """A value with no component in it, checked by pydantic in its strict JSON mode.

    Strict: `"10"` is no integer and `true` is not 1. JSON: a string will do for a path, and 1 for
    a float.
    """

    annotation: Any

    @cached_property
    def _adapter(self) -> TypeAdapter[Any]:
        return TypeAdapter(self.annotation)

    def value(self, tree: Any) -> Any:
        """The value as the annotation has it, a `Path` for instance.

        Raises:
            pydantic.ValidationError: when `mistake` finds one.
        """
        return self._adapter.validate_json(json.dumps(tree), strict=True)

    def mistake(self, tree: Any) -> str | None:
        """What was expected and what was found instead; None when the value is right."""
        try:
            value = self.value(tree)
        except ValidationError as error:
            detail = error.errors()[0]
            if detail["type"] in OWN_WORDS:
                return f"{detail['ctx']['error']}, found {shown(tree)}"
        else:
            # To Python, and so to pydantic's Literal[1], true is 1.
            if not (isinstance(tree, bool) and type(value) is int):
                return None
        return f"expected {expectation(self.annotation)}, found {shown(tree)}"
