"""What a component of one's own may be called."""

import re
from importlib.util import find_spec
from keyword import iskeyword

from mgkd.config import Registry, UserError

SNAKE_CASE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", re.ASCII)


def class_name(name: str) -> str:
    """`best_set` -> `BestSet`."""
    return "".join(part.capitalize() for part in name.split("_"))


def check_word(name: str) -> None:
    """Raises a UserError unless `name` can be that of a module, and its CamelCase of a class."""
    if not SNAKE_CASE.fullmatch(name):
        raise UserError(
            f"{name!r} cannot be the name of a component: write small letters, digits and single "
            "underscores, a letter first, such as best_set"
        )
    for word in (name, class_name(name)):
        if iskeyword(word):
            raise UserError(f"{word} is a keyword of Python; choose another name")


def check_unused(name: str, registry: Registry, text: str) -> None:
    """Raises a UserError when a component, a module or something in the file has the name.

    Args:
        registry: of the component.
        text: what will stand in its file and in its test, without its own name.
    """
    if name in registry:
        holder = registry.get(name)
        raise UserError(
            f"the {registry.noun} {name} is there already: {holder.__module__}."
            f"{holder.__qualname__}; choose another name"
        )
    module = find_spec(name)
    if module is not None and module.origin is not None:  # a mere folder has no origin
        raise UserError(
            f"{name}.py would hide the module {name} ({module.origin}); choose another name"
        )
    if re.search(rf"\b{class_name(name)}\b", text):
        raise UserError(
            f"the class would be called {class_name(name)}, as one that it makes use of; choose "
            "another name"
        )
