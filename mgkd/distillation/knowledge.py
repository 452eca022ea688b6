"""The knowledge store: what a teacher knows of many sentences, kept on disk."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import safetensors
import torch
from safetensors.torch import save
from torch import Tensor
from torch.nn.functional import pad

from mgkd.config import UserError
from mgkd.data import Labels, Sentence
from mgkd.distillation.rewriting import Rewriting
from mgkd.distillation.teacher_knowledge import TeacherKnowledge
from mgkd.files import write_file

FORMAT = "mgkd-knowledge-1"
REWRITTEN_AT_ONCE = 4096  # entries; together they cost little more than one


@dataclass(frozen=True)
class BestPaths:
    """A sentence's best label sequences: paths [k, T] int16, log_probs [k] float32, descending.

    k may be below what was asked where the sentence has no more legal sequences.
    """

    paths: Tensor
    log_probs: Tensor


class Knowledge:
    """Best paths by sentence fingerprint, all over one label set.

    Args:
        labels: the teacher's label set, in which the paths are written.
        k: how many paths were asked for.
        entries: by `Sentence.fingerprint`; sentences with the same tokens share an entry.
    """

    def __init__(self, labels: Labels, k: int, entries: Mapping[str, BestPaths]) -> None:
        self.labels = labels
        self.k = k
        self.entries = entries

    def __len__(self) -> int:
        return len(self.entries)

    def of(self, sentences: Sequence[Sentence], device: torch.device) -> TeacherKnowledge:
        """The batch view of these sentences, padded to the longest.

        Raises:
            UserError: when the teacher was not asked about one of them.
        """
        found = [self.about(sentence) for sentence in sentences]
        longest = max(len(sentence) for sentence in sentences)
        paths = torch.zeros(len(found), self.k, longest, dtype=torch.long)
        log_probs = torch.full((len(found), self.k), float("-inf"))
        for row, entry in enumerate(found):
            count, length = entry.paths.shape
            paths[row, :count, :length] = entry.paths
            log_probs[row, :count] = entry.log_probs
        return TeacherKnowledge(
            paths.to(device),
            log_probs.to(device),
            log_probs.isfinite().to(device),
            len(self.labels),
        )

    def about(self, sentence: Sentence) -> BestPaths:
        """What is known of one sentence.

        Raises:
            UserError: when the teacher was not asked about it.
        """
        try:
            return self.entries[sentence.fingerprint]
        except KeyError:
            place = sentence.source or "".join(sentence.tokens)[:40]
            raise UserError(f"the teacher was not asked about the sentence at {place}") from None

    def written_in(self, labels: Labels) -> "Knowledge":
        """The same knowledge with its paths in another label set, carried over by their entities.

        Legal paths stay legal and distinct, and their log-probabilities are the same.

        Raises:
            ValueError: when that label set lacks a type of this one.
        """
        rewriting = Rewriting(self.labels, labels)
        if rewriting.is_identity:
            return self
        items = list(self.entries.items())
        entries: dict[str, BestPaths] = {}
        for start in range(0, len(items), REWRITTEN_AT_ONCE):
            fingerprints, known = zip(*items[start : start + REWRITTEN_AT_ONCE], strict=True)
            entries.update(zip(fingerprints, _rewritten(known, rewriting), strict=True))
        return Knowledge(labels, self.k, entries)

    def save(self, path: Path) -> None:
        """Write all entries into one safetensors file; the file appears whole or not at all."""
        entries = list(self.entries.values())
        tensors = {
            "counts": torch.tensor([entry.paths.shape[0] for entry in entries]),
            "lengths": torch.tensor([entry.paths.shape[1] for entry in entries]),
            "paths": torch.cat([entry.paths.flatten() for entry in entries]),
            "log_probs": torch.cat([entry.log_probs for entry in entries]),
            "fingerprints": torch.tensor([list(bytes.fromhex(f)) for f in self.entries]).byte(),
        }
        metadata = {
            "format": FORMAT,
            "k": str(self.k),
            "labels": json.dumps(self.labels.to_json(), ensure_ascii=False),
        }
        path.parent.mkdir(parents=True, exist_ok=True)
        write_file(path, save(tensors, metadata))

    @classmethod
    def load(cls, path: Path) -> "Knowledge":
        """Read what `save` wrote.

        Raises:
            UserError: when the file is something else.
        """
        try:
            with safetensors.safe_open(path, framework="pt") as file:
                metadata = file.metadata() or {}
                tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
        except safetensors.SafetensorError as error:
            raise UserError(
                f"{path} cannot be read ({error}); delete it to make it anew"
            ) from error
        if metadata.get("format") != FORMAT:
            raise UserError(f"{path} is no knowledge store of this version; delete it")
        counts, lengths = tensors["counts"], tensors["lengths"]
        paths = tensors["paths"].split((counts * lengths).tolist())
        log_probs = tensors["log_probs"].split(counts.tolist())
        fingerprints = [bytes(row).hex() for row in tensors["fingerprints"].tolist()]
        entries = {
            fingerprint: BestPaths(path.view(-1, length), scores)
            for fingerprint, path, length, scores in zip(
                fingerprints, paths, lengths.tolist(), log_probs, strict=True
            )
        }
        labels = Labels.from_json(json.loads(metadata["labels"]))
        return cls(labels, int(metadata["k"]), entries)


def _rewritten(entries: Sequence[BestPaths], rewriting: Rewriting) -> Iterator[BestPaths]:
    """The same entries in another label set; an O between their paths keeps these apart."""
    apart = [pad(entry.paths, (0, 1)) for entry in entries]
    parts = rewriting(torch.cat([paths.flatten() for paths in apart])).split(
        [paths.numel() for paths in apart]
    )
    for entry, paths, part in zip(entries, apart, parts, strict=True):
        yield BestPaths(part.view(paths.shape)[:, :-1], entry.log_probs)
