"""Paths into a config: `objective[1].weight`, and `labels["a b"]` for keys that are no names."""

import json


def at_key(path: str, key: str) -> str:
    """The path of an object's key."""
    if not key.isidentifier():
        return f"{path}[{json.dumps(key, ensure_ascii=False)}]"
    return f"{path}.{key}" if path else key


def at_index(path: str, index: int) -> str:
    """The path of a list's item, counted from 0."""
    return f"{path}[{index}]"
