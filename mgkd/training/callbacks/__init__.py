"""Callbacks: what looks on while a trainer trains."""

from mgkd.training.callbacks.base import Callback, callbacks
from mgkd.training.callbacks.json_lines import JSONLines
from mgkd.training.callbacks.progress import Progress

__all__ = ["Callback", "JSONLines", "Progress", "callbacks"]
