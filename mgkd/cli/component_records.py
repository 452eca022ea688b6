"""Components as plain records, for programs."""

from collections.abc import Callable
from dataclasses import asdict, is_dataclass
from typing import Any


def record_of(component: Callable[..., Any]) -> dict[str, Any]:
    """What `describe` tells of a component; of a loss also what it asks of the teacher.

    A number that an argument says stands there by the argument's name.
    """
    from mgkd.config import describe

    record = asdict(describe(component))
    needs = getattr(component, "needs", None)
    return {**record, "needs": asdict(needs)} if is_dataclass(needs) else record
