"""What a user can put right is told in a few lines; anything else keeps its traceback."""

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import typer

USER_MISTAKE = 2  # as for a wrong option; 1 is left to faults of the program, with a traceback


@contextmanager
def explained(interrupted: str = "interrupted") -> Iterator[None]:
    """Turns the errors that are the user's to mend into a message and exit status 2.

    Args:
        interrupted: what to say to someone who stops the command.
    """
    from mgkd.config import UserError

    try:
        yield
    except UserError as error:
        _tell(str(error))
        raise typer.Exit(USER_MISTAKE) from error
    except BrokenPipeError:
        # The reader of our output (head, less) has gone. Python would complain once more when it
        # flushes at exit, so its output goes nowhere from here on.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(0) from None
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:
            _tell(f"{error.strerror} ({error.filename})")
            raise typer.Exit(USER_MISTAKE) from error
        if error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EACCES, errno.EROFS):
            raise
        place = f" ({error.filename})" if error.filename else ""
        _tell(f"{error.strerror}{place}\nMake room, or choose another place with --out DIR.")
        raise typer.Exit(USER_MISTAKE) from error
    except KeyboardInterrupt:
        _tell(interrupted)
        raise typer.Exit(130) from None


def _tell(message: str) -> None:
    first, *rest = message.splitlines()
    typer.secho("error: ", fg=typer.colors.RED, bold=True, err=True, nl=False)
    typer.echo("\n".join([first, *(f"  {line}" for line in rest)]), err=True)
