"""What teachers from a directory have in common."""

from collections.abc import Callable, Iterator
from pathlib import Path

from mgkd.config import Arguments, Problem, UserError


def directory_serves(opened: Callable[[Path], object]) -> Callable[[Arguments], Iterator[Problem]]:
    """The rule that what the argument `directory` names can be opened by a function."""

    def the_directory_serves(config: Arguments) -> Iterator[Problem]:
        try:
            opened(config["directory"])
        except UserError as error:
            yield config.problem("directory", str(error))
        except OSError as error:
            yield config.problem("directory", f"{config['directory']}: {error.strerror}")

    return the_directory_serves
