"""Components that are named on the command line instead of in a config."""

import json
from typing import Any, TypeVar

import _jsonnet

from mgkd.config.builder import build
from mgkd.config.errors import ConfigError, UserError

T = TypeVar("T")


def tree_from(text: str, option: str) -> str | dict[str, Any]:
    """What was said of a component: its registered name, or its config as JSON or Jsonnet.

    Raises:
        UserError: when it begins like a config and is none.
    """
    if not text.lstrip().startswith("{"):
        return text.strip()
    try:
        return json.loads(_jsonnet.evaluate_snippet(option, text))
    except RuntimeError as error:
        first = str(error).splitlines()[0].removeprefix("STATIC ERROR: ")
        raise UserError(
            f"{first}\nIt should be a registered name, or an object such as {{type: 'NAME'}}"
        ) from error


def built_from(base: type[T], tree: str | dict[str, Any], option: str) -> T:
    """The component that was named.

    Raises:
        ConfigError: naming the option, when something is wrong with it.
    """
    try:
        return build(base, tree)
    except ConfigError as error:
        raise error.with_source(option) from error
