"""Room on the disk."""

import shutil
from pathlib import Path

from mgkd.config import UserError

COPIES = 9  # weights, and two checkpoints of weights with the optimizer's two moments, and slack


def require_space(directory: Path, parameters: int) -> None:
    """Refuse to begin a training whose files would not fit.

    Args:
        parameters: how many; four bytes each.

    Raises:
        UserError: naming the disk, what is needed and what is free.
    """
    needed = COPIES * 4 * parameters
    place = directory.absolute()
    while not place.exists():
        place = place.parent
    free = shutil.disk_usage(place).free
    if free < needed:
        raise UserError(
            f"no space for this run: {needed / 1e9:.2f} GB are needed in {directory} while "
            f"training, and {free / 1e9:.2f} GB are free\n"
            "Make room, or choose another place with --out DIR and --cache DIR."
        )
