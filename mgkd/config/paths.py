"""Paths into a config: `objective[1].weight`, and `labels["a b"]` for keys that are no names."""

import json
import re

STEP = re.compile(
    r"""\.(?P<name>[^.\[\]="\s]+)"""
    r"""|\[(?P<index>[0-9]+)\]"""
    r"""|\[(?P<quoted>"(?:[^"\\]|\\.)*")\]"""
)

Step = str | int

TOP = "$"  # begins a path that is looked up from the top of a config alone


def at_key(path: str, key: str) -> str:
    """The path of an object's key."""
    if not key.isidentifier():
        return f"{path}[{json.dumps(key, ensure_ascii=False)}]"
    return f"{path}.{key}" if path else key


def at_index(path: str, index: int) -> str:
    """The path of a list's item, counted from 0."""
    return f"{path}[{index}]"


def path_of(steps: tuple[Step, ...] | list[Step]) -> str:
    """The path that some steps from the top lead to."""
    path = ""
    for step in steps:
        path = at_index(path, step) if isinstance(step, int) else at_key(path, step)
    return path


def leading_steps(text: str) -> tuple[list[Step], str]:
    """The steps of the path that a text begins with, keys and indices, and the rest of the text."""
    steps: list[Step] = []
    rest = text if text.startswith("[") else f".{text}"
    while step := STEP.match(rest):
        if step["index"] is not None:
            steps.append(int(step["index"]))
        else:
            steps.append(step["name"] if step["name"] is not None else json.loads(step["quoted"]))
        rest = rest[step.end() :]
    return steps, rest


def steps_of(path: str) -> list[Step]:
    """The steps of a path; none for the whole config.

    Raises:
        ValueError: when it is not of the form.
    """
    if not path:
        return []
    steps, rest = leading_steps(path)
    if rest or not steps:
        raise ValueError(f"{path} is no path such as trainer.epochs or objective[0].weight")
    return steps


def below(path: str, root: str) -> str:
    """The way that is left from `root`, within which the path is; empty for `root` itself."""
    return path_of(steps_of(path)[len(steps_of(root)) :])


def from_top(path: str) -> str:
    """The same path, said to begin at the top."""
    return f"{TOP}{path}" if path.startswith("[") or not path else f"{TOP}.{path}"


def is_within(path: str, root: str) -> bool:
    """Whether a path is `root` or leads on from it."""
    return not root or path == root or path.startswith((f"{root}.", f"{root}["))
