"""The error of this room."""

from mgkd.config import UserError


class DataError(UserError):
    """A data file or a sentence is wrong; the text says where and what to do."""
