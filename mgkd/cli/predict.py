"""mgkd predict"""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from itertools import tee
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

from mgkd.cli.errors import explained
from mgkd.cli.options import Plugins

if TYPE_CHECKING:
    from mgkd.deployment import Line, Prediction

COLOURS = ("cyan", "magenta", "yellow", "green", "bright_blue", "bright_red")


class InputFormat(StrEnum):
    text = "text"
    json = "json"


class OutputFormat(StrEnum):
    text = "text"
    json = "json"


def predict(
    run: Annotated[Path, typer.Argument(help="A run directory.", show_default=False)],
    file: Annotated[
        Path | None,
        typer.Argument(help="What to read; standard input when left out.", show_default=False),
    ] = None,
    input_: Annotated[
        InputFormat | None,
        typer.Option(
            "--input",
            help="text: a sentence a line. json: an object a line with a key text or tokens.",
            show_default="json for FILE.jsonl, else text",
        ),
    ] = None,
    output: Annotated[
        OutputFormat | None,
        typer.Option(
            help="text: entities marked in the text. json: an object a line.",
            show_default="text on a terminal, else json",
        ),
    ] = None,
    batch_size: Annotated[int, typer.Option(min=1, help="Sentences at a time.")] = 32,
    device: Annotated[str, typer.Option(help="A torch device, such as cpu or cuda.")] = "cpu",
    plugin: Plugins = None,
) -> None:
    """Find the entities of a text, each with its exact probability."""
    with explained():
        from mgkd.config import load_plugins
        from mgkd.deployment import Predictor

        load_plugins(plugin or [], base_dir=Path())
        predictor = Predictor.load(run, device=device, batch_size=batch_size)
        show = _shower(output)
        with _opened(file) as stream:
            # Someone who types wants the answer to a line at once.
            ahead = 1 if stream.isatty() else None
            lines, again = tee(_lines(stream, file, input_))
            predictions = predictor.stream((line.content for line in lines), ahead)
            for line, prediction in zip(again, predictions, strict=True):
                show(line, prediction)


def _lines(stream: TextIO, file: Path | None, wanted: InputFormat | None) -> Iterator["Line"]:
    from mgkd.deployment import json_lines, text_lines

    is_json = wanted is InputFormat.json or (
        wanted is None and file is not None and file.suffix in (".jsonl", ".json")
    )
    return json_lines(stream, str(file or "standard input")) if is_json else text_lines(stream)


@contextmanager
def _opened(file: Path | None) -> Iterator[TextIO]:
    """The file or standard input, as UTF-8 with or without a byte-order mark."""
    from mgkd.config import UserError

    name = file or "standard input"
    try:
        if file is None:
            sys.stdin.reconfigure(encoding="utf-8-sig")
            yield sys.stdin
        else:
            with file.open(encoding="utf-8-sig") as stream:
                yield stream
    except (FileNotFoundError, IsADirectoryError) as error:
        if file is None or error.filename != str(file):
            raise
        raise UserError(f"cannot read {file}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise UserError(f"{name} is not UTF-8: {error.reason}; convert it first") from error


def _shower(wanted: OutputFormat | None) -> Callable[["Line", "Prediction"], None]:
    as_text = wanted is OutputFormat.text or (wanted is None and sys.stdout.isatty())
    return show_marked() if as_text else show_json


def show_json(line: "Line", prediction: "Prediction") -> None:
    """Prints an object with the text, its entities and the other keys of the input line."""
    from dataclasses import asdict

    entities = [asdict(entity) for entity in prediction.entities]
    result = {**line.fields, "text": prediction.text, "entities": entities}
    typer.echo(json.dumps(result, ensure_ascii=False))


def show_marked() -> Callable[["Line", "Prediction"], None]:
    """Prints texts with their entities in brackets, each type in a colour of its own."""
    from rich.console import Console
    from rich.text import Text

    console = Console()
    colours: dict[str, str] = {}

    def show(line: "Line", prediction: "Prediction") -> None:
        shown, position = Text(), 0
        for entity in prediction.entities:
            colour = colours.setdefault(entity.label, COLOURS[len(colours) % len(COLOURS)])
            shown.append(prediction.text[position : entity.start])
            shown.append(f"[{entity.text}]", style=f"bold {colour}")
            shown.append(f"{entity.label} {entity.probability:.2f}", style=f"dim {colour}")
            position = entity.end
        shown.append(prediction.text[position:])
        console.print(shown, soft_wrap=True)

    return show
