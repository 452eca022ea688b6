"""A short name for what a config says."""

import hashlib
import json
from typing import Any


def fingerprint(tree: Any) -> str:
    """SHA-256, in hexadecimal, of plain JSON values.

    The order of an object's keys is no matter, nor whether a whole number is written 1 or 1.0,
    which Jsonnet does not tell apart.

    Raises:
        TypeError: when something in the tree is no JSON value.
        ValueError: when a number is not finite.
    """
    text = json.dumps(_plain(tree), sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def _plain(tree: Any) -> Any:
    match tree:
        case dict():
            return {key: _plain(value) for key, value in tree.items()}
        case list() | tuple():
            return [_plain(value) for value in tree]
        case float() if tree.is_integer():
            return int(tree)
        case _:
            return tree
