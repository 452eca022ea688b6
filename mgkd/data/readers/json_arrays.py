"""The items of one big JSON array, one after another."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

from mgkd.data.readers.base import Reader
from mgkd.data.readers.json_values import parsed_object

# What decides where an item ends. No string holds a line break, so that none goes on in the next
# line; one that is not closed is told when its item is parsed.
PART = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?$)|[\[\]{},]|[^ \t\r"\[\]{},]+')


def array_items(
    reader: Reader, path: Path, lines: Iterator[tuple[int, str]]
) -> Iterator[tuple[int, dict[str, Any]]]:
    """The objects of an array, each with the line it begins in; no more than one is kept.

    Raises:
        DataError: on what is not an array of objects, with the line.
    """
    depth, number = 0, 1
    began, pieces, closed, awaited = 0, [], False, False
    for number, line in lines:
        start = 0  # of the part of this line that belongs to the item
        for part in PART.finditer(line):
            token = part[0]
            if closed or (depth == 0 and token != "["):
                _not_an_array(reader, path, number, closed)
            if depth == 1 and token == "}":
                reader.fail(path, number, "not JSON: a } that closes no {")
            if depth == 1 and token in ",]":
                text = "\n".join([*pieces, line[start : part.start()]])
                if began:
                    yield began, parsed_object(reader, path, began, text)
                elif token == "," or awaited:
                    reader.fail(path, number, "not JSON: an item is missing in the array")
                began, pieces, start, awaited = 0, [], part.end(), token == ","
            elif depth >= 1 and not began:
                began, start = number, part.start()
            depth += (token in "[{") - (token in "]}")
            closed = depth == 0
        if began:
            pieces.append(line[start:])
    if not closed:
        reader.fail(path, number, "the JSON array is never closed; is the file cut off?")


def _not_an_array(reader: Reader, path: Path, number: int, closed: bool) -> NoReturn:
    if closed:
        reader.fail(path, number, "not JSON: something stands behind the array")
    remedy = "JSON lines are read by doccano and jsonl"
    reader.fail(path, number, "expected a JSON array, [...]", remedy)
