"""The knowledge store: a teacher's answers in a file, found by the fingerprints of sentences."""

import json
import struct
from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path

import numpy as np
import torch

from mgkd.config import UserError
from mgkd.data import Labels
from mgkd.data.records import Records, write_records
from mgkd.distillation.knowledge import Answers, BestPaths, Knowledge
from mgkd.files import appearing

FORMAT = "mgkd-knowledge-2"
HEAD = struct.Struct("<16sII")  # a sentence's fingerprint, how many paths, how many tokens


def write_knowledge(path: Path, labels: Labels, k: int, answers: Answers) -> None:
    """Write answers, which are taken one by one; the file appears whole or not at all.

    Args:
        labels: the label set of the paths.
        k: how many were asked for.

    Raises:
        UserError: when the file cannot be written.
    """
    header = {"format": FORMAT, "k": k, "labels": labels.to_json()}
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
        labels, k = Labels.from_json(header["labels"]), header["k"]
    except (ValueError, IndexError, KeyError, TypeError) as error:
        raise UserError(f"{path} cannot be read ({error}); delete it to make it anew") from error
    if header.get("format") != FORMAT:
        raise UserError(f"{path} is no knowledge store of this version; delete it")
    return Knowledge(labels, k, StoredAnswers(records))


class StoredAnswers(Mapping[str, BestPaths]):
    """Best paths by fingerprint, read from a file when they are asked for.

    16 bytes an answer are in memory: its key, which is the beginning of the fingerprint, and its
    place.

    Args:
        records: a header and, behind it, the answers.
    """

    def __init__(self, records: Records) -> None:
        self._records = records
        keys = np.asarray(records.numbers[1:])
        self._order = np.argsort(keys, kind="stable")
        self._keys = keys[self._order]

    def __len__(self) -> int:
        return len(self._keys)

    def __iter__(self) -> Iterator[str]:
        for position in range(1, len(self._records)):
            yield HEAD.unpack_from(self._records[position])[0].hex()

    def __getitem__(self, fingerprint: str) -> BestPaths:
        key = np.uint64(_key(fingerprint))
        place = int(np.searchsorted(self._keys, key))
        while place < len(self._keys) and self._keys[place] == key:
            found, answer = _read(self._records[1 + int(self._order[place])])
            if found == fingerprint:
                return answer
            place += 1
        raise KeyError(fingerprint)


def _key(fingerprint: str) -> int:
    return int(fingerprint[:16], 16)


def _written(fingerprint: str, answer: BestPaths) -> tuple[bytes, int]:
    count, length = answer.paths.shape
    head = HEAD.pack(bytes.fromhex(fingerprint), count, length)
    paths = answer.paths.numpy().astype("<i2").tobytes()
    return head + paths + answer.log_probs.numpy().astype("<f4").tobytes(), _key(fingerprint)


def _read(record: bytes) -> tuple[str, BestPaths]:
    fingerprint, count, length = HEAD.unpack_from(record)
    paths = np.frombuffer(record, "<i2", count * length, HEAD.size).reshape(count, length)
    log_probs = np.frombuffer(record, "<f4", count, HEAD.size + paths.nbytes)
    answer = BestPaths(
        torch.from_numpy(paths.astype(np.int16)), torch.from_numpy(log_probs.astype(np.float32))
    )
    return fingerprint.hex(), answer
