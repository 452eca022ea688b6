"""Folders with a model in the transformers format."""

from collections.abc import Iterator
from pathlib import Path

from mgkd.config import Arguments, Problem

FOLDER = "It should hold config.json, model.safetensors and the tokenizer's files, all complete."


def folder_is_a_model(config: Arguments) -> Iterator[Problem]:
    """Of a folder only: what the hub has can be told when it is asked."""
    folder = Path(config["model"])
    try:
        if folder.is_dir() and not (folder / "config.json").is_file():
            yield config.problem("model", f"the folder {folder} has no config.json\n{FOLDER}")
        elif config["model"].startswith((".", "/", "~")) and not folder.is_dir():
            yield config.problem("model", f"no such encoder folder: {config['model']}\n{FOLDER}")
    except OSError as error:
        yield config.problem("model", f"{folder}: {error.strerror}")
