"""A short name for what a config says."""

import hashlib
import json
from typing import Any


def fingerprint(tree: Any) -> str:
    """SHA-256, in hexadecimal, of plain JSON values; the order of an object's keys is no matter.

    Raises:
        TypeError: when something in the tree is no JSON value.
        ValueError: when a number is not finite.
    """
    text = json.dumps(tree, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode("ascii")).hexdigest()
