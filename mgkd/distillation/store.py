"""The knowledge store: a teacher's answers in a file, found by the fingerprints of sentences."""

import json
import math
import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from mgkd.config import UserError
from mgkd.data import Labels
from mgkd.data.records import Records, write_records
from mgkd.distillation.answer import Answer, Answers
from mgkd.distillation.knowledge import Knowledge
from mgkd.distillation.needs import Needs
from mgkd.distillation.voices import Grammar
from mgkd.files import appearing

FORMAT = "mgkd-knowledge-3"
HEAD = struct.Struct("<16sII")  # a sentence's fingerprint, how many paths, how many tokens


def write_knowledge(
    path: Path,
    labels: Labels,
    asked: Needs,
    answers: Answers,
    grammars: Sequence[Grammar] = (),
) -> None:
    """Write answers, which are taken one by one; the file appears whole or not at all.

    Args:
        labels: the label set of the paths.
        asked: what was asked for.
        grammars: of the answers' emissions.

    Raises:
        UserError: when the file cannot be written.
    """
    header = {
        "format": FORMAT,
        "asked": asdict(asked),
        "labels": labels.to_json(),
        "grammars": [_grammar_to_json(grammar) for grammar in grammars],
    }
    first = (json.dumps(header, ensure_ascii=False).encode("utf-8"), 0)
    with appearing(path) as file:
        write_records(file, chain([first], (_written(*answer) for answer in answers)))


def read_knowledge(path: Path) -> Knowledge:
    """What `write_knowledge` wrote; the answers stay in the file until they are asked for.

    Raises:
        UserError: when the file is something else.
    """
    try:
        records = Records(path.open("rb"))
        header = json.loads(records[0])
        if header["format"] != FORMAT:
            raise UserError(f"{path} is no knowledge store of this version; delete it")
        labels, asked = Labels.from_json(header["labels"]), Needs(**header["asked"])
        grammars = [_grammar_from_json(value) for value in header["grammars"]]
    except (ValueError, IndexError, KeyError, TypeError) as error:
        raise UserError(f"{path} cannot be read ({error}); delete it to make it anew") from error
    widths = [len(grammar.labels) for grammar in grammars]
    return Knowledge(labels, asked, StoredAnswers(records, widths), grammars)


class StoredAnswers(Mapping[str, Answer]):
    """Best paths by fingerprint, read from a file when they are asked for.

    16 bytes an answer are in memory: its key, which is the beginning of the fingerprint, and its
    place.

    Args:
        records: a header and, behind it, the answers.
        widths: how many labels the emissions of each grammar have.
    """

    def __init__(self, records: Records, widths: Sequence[int] = ()) -> None:
        self._widths = widths
        self._records = records
        keys = np.asarray(records.numbers[1:])
        self._order = np.argsort(keys, kind="stable")
        self._keys = keys[self._order]

    def __len__(self) -> int:
        return len(self._keys)

    def __iter__(self) -> Iterator[str]:
        for position in range(1, len(self._records)):
            yield HEAD.unpack_from(self._records[position])[0].hex()

    def __getitem__(self, fingerprint: str) -> Answer:
        key = np.uint64(_key(fingerprint))
        place = int(np.searchsorted(self._keys, key))
        while place < len(self._keys) and self._keys[place] == key:
            found, answer = _read(self._records[1 + int(self._order[place])], self._widths)
            if found == fingerprint:
                return answer
            place += 1
        raise KeyError(fingerprint)


def _key(fingerprint: str) -> int:
    return int(fingerprint[:16], 16)


def _written(fingerprint: str, answer: Answer) -> tuple[bytes, int]:
    count, length = answer.paths.shape
    head = HEAD.pack(bytes.fromhex(fingerprint), count, length)
    paths = answer.paths.numpy().astype("<i2").tobytes()
    log_probs = answer.log_probs.numpy().astype("<f4").tobytes()
    emissions = [_halved(part) for part in answer.emissions]
    return b"".join([head, paths, log_probs, *emissions]), _key(fingerprint)


def _halved(emissions: Tensor) -> bytes:
    """Emissions in half precision, beside the highest of each token, to which they are relative.

    So the labels that matter are near zero, where half precision is fine.
    """
    highest = emissions.amax(dim=1, keepdim=True)
    parts = (highest.numpy().astype("<f4"), (emissions - highest).numpy().astype("<f2"))
    return b"".join(part.tobytes() for part in parts)


def _read(record: bytes, widths: Sequence[int] = ()) -> tuple[str, Answer]:
    fingerprint, count, length = HEAD.unpack_from(record)
    place = HEAD.size

    def taken(kind: str, *shape: int) -> Tensor:
        nonlocal place
        found = np.frombuffer(record, kind, math.prod(shape), place).reshape(shape)
        place += found.nbytes
        return torch.from_numpy(found.astype(found.dtype.newbyteorder("=")))

    paths, log_probs = taken("<i2", count, length), taken("<f4", count)
    emissions = tuple(
        taken("<f4", length, 1) + taken("<f2", length, width).float() for width in widths
    )
    return fingerprint.hex(), Answer(paths, log_probs, emissions)


def _grammar_to_json(grammar: Grammar) -> dict[str, Any]:
    scores = (grammar.transitions, grammar.start, grammar.end)
    return {
        "labels": grammar.labels.to_json(),
        "share": grammar.share,
        "scores": [score.double().tolist() for score in scores],  # json writes -Infinity
    }


def _grammar_from_json(value: dict[str, Any]) -> Grammar:
    transitions, start, end = map(torch.tensor, value["scores"])
    return Grammar(Labels.from_json(value["labels"]), transitions, start, end, value["share"])
