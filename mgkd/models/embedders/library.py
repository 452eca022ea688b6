"""Calling the transformers library: in silence, and with errors that say what to do."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import transformers
from safetensors import SafetensorError

from mgkd.config import UserError
from mgkd.models.embedders.model_folder import FOLDER


@contextmanager
def explaining(name: str) -> Iterator[None]:
    """Turns the library's errors about a model into one that says what to do."""
    if name.startswith((".", "/", "~")) and not Path(name).is_dir():
        raise UserError(f"no such encoder folder: {name}\n{FOLDER}")
    try:
        yield
    except (OSError, ValueError, ImportError, SafetensorError) as error:
        raise UserError(
            f"the encoder {name!r} could not be loaded: {_first_line(error)}\n"
            f"{_remedy(name, str(error))}"
        ) from error


def _remedy(name: str, message: str) -> str:
    # The library names whichever of its readers it tried last.
    if "tiktoken" in message or "sentencepiece" in message.lower():
        return "It has no tokenizer.json; SentencePiece needs pip install sentencepiece protobuf"
    if Path(name).is_dir():
        return FOLDER
    return (
        f"There is no folder {name} here. If it is a name on the hub, is there a network? Without "
        "one, download the model elsewhere and name its folder, as in --var encoder=DIR"
    )


def _first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0]


@contextmanager
def quiet() -> Iterator[None]:
    """Keeps the libraries' loading bars, reports and retries off the screen; errors arrive."""
    verbosity = transformers.logging.get_verbosity()
    bars = transformers.logging.is_progress_bar_enabled()
    hub = logging.getLogger("huggingface_hub")
    hub_level = hub.level
    transformers.logging.set_verbosity_error()
    transformers.logging.disable_progress_bar()
    hub.setLevel(logging.ERROR)
    try:
        yield
    finally:
        transformers.logging.set_verbosity(verbosity)
        hub.setLevel(hub_level)
        if bars:
            transformers.logging.enable_progress_bar()
