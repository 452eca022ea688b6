"""What a teacher says of one sentence, as bytes."""

import json
import math
import struct
from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor

from mgkd.data import Sentence, Span
from mgkd.distillation.answer import Answer
from mgkd.distillation.store.header import Header, Recorded

HEAD = struct.Struct("<16sII")  # a sentence's fingerprint, how many paths, how many tokens
LOWEST = float(np.finfo(np.float16).min)  # what lies further below the highest, but is possible


class Layout:
    """How the entries of a segment are written: paths, log-probabilities, scores, the sentence.

    Emissions are in half precision relative to the highest of their token, which stands beside
    them: so the labels that matter are near zero, where half precision is fine. Of an emission
    that is d below the highest the error is at most d / 2048. Where the segment has scores of some
    labels only, these come with the labels' numbers, and the others are -inf.
    """

    def __init__(self, header: Header) -> None:
        self._widths = header.widths
        self._kept = [min(width, header.recorded.top_labels or width) for width in self._widths]

    def written(self, sentence: Sentence, answer: Answer) -> bytes:
        """The entry of a sentence; its emissions are those of `TopLabels` where it is to be few."""
        count, length = answer.paths.shape
        parts = [
            HEAD.pack(bytes.fromhex(sentence.fingerprint), count, length),
            answer.paths.numpy().astype("<i2").tobytes(),
            answer.log_probs.numpy().astype("<f4").tobytes(),
        ]
        for emissions, kept in zip(answer.emissions, self._kept, strict=True):
            parts += _halved(emissions.numpy().astype("<f4"), kept)
        spans = sentence.spans
        if spans is not None:
            spans = [(span.start, span.end, span.label) for span in spans]
        text = json.dumps((sentence.tokens, spans), ensure_ascii=False, separators=(",", ":"))
        return b"".join([*parts, text.encode("utf-8")])

    def answer(self, entry: bytes, wanted: Recorded) -> Answer:
        """As much of the answer as is wanted."""
        _, count, length = HEAD.unpack_from(entry)
        columns = _Columns(entry)
        paths, log_probs = columns.take("<i2", count, length), columns.take("<f4", count)
        k = wanted.needs.paths
        best = (torch.from_numpy(paths[:k].copy()), torch.from_numpy(log_probs[:k].copy()))
        if not wanted.needs.scores:
            return Answer(*best)
        return Answer(*best, tuple(self._emissions(columns, length)))

    def sentence(self, entry: bytes) -> Sentence:
        """The sentence, with its gold spans where they are known."""
        _, count, length = HEAD.unpack_from(entry)
        scores = sum(_size(length, *sizes) for sizes in zip(self._widths, self._kept, strict=True))
        text = entry[HEAD.size + count * (2 * length + 4) + scores :]
        tokens, spans = json.loads(text)
        return Sentence(tokens, None if spans is None else [Span(*span) for span in spans])

    def _emissions(self, columns: "_Columns", length: int) -> Sequence[Tensor]:
        for width, kept in zip(self._widths, self._kept, strict=True):
            highest = columns.take("<f4", length, 1)
            places = columns.take("<u2", length, kept) if kept < width else None
            scores = highest + columns.take("<f2", length, kept).astype(np.float32)
            if places is not None:
                few, scores = scores, np.full((length, width), -np.inf, np.float32)
                np.put_along_axis(scores, places.astype(np.int64), few, axis=1)
            yield torch.from_numpy(scores)


def fingerprint_of(entry: bytes) -> str:
    """The fingerprint of an entry's sentence."""
    return HEAD.unpack_from(entry)[0].hex()


def key_of(fingerprint: str) -> int:
    """The beginning of a fingerprint, which entries are found by."""
    return int(fingerprint[:16], 16)


class _Columns:
    """The numbers of an entry, one array after the other."""

    def __init__(self, entry: bytes) -> None:
        self._entry = entry
        self._place = HEAD.size

    def take(self, kind: str, *shape: int) -> np.ndarray:
        found = np.frombuffer(self._entry, kind, math.prod(shape), self._place).reshape(shape)
        self._place += found.nbytes
        return found.astype(found.dtype.newbyteorder("="), copy=False)


def _halved(emissions: np.ndarray, kept: int) -> list[bytes]:
    """Emissions [T, L] as `Layout` says, of the highest `kept` labels of each token."""
    highest = emissions.max(axis=1, keepdims=True)
    relative = emissions - np.where(np.isfinite(highest), highest, 0.0)
    relative = np.where(np.isfinite(relative), np.maximum(relative, LOWEST), relative)
    parts = [highest.astype("<f4")]
    if kept < emissions.shape[1]:
        places = np.argsort(-relative, axis=1, kind="stable")[:, :kept]
        relative = np.take_along_axis(relative, places, axis=1)
        parts.append(places.astype("<u2"))
    return [part.tobytes() for part in (*parts, relative.astype("<f2"))]


def _size(length: int, width: int, kept: int) -> int:
    """How many bytes the emissions of one grammar take."""
    return length * (4 + kept * (4 if kept < width else 2))
