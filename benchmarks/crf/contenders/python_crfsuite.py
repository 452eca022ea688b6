"""python-crfsuite: CRFsuite's tagger, in C."""

import struct
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import torch
from torch import Tensor

from benchmarks.crf.contenders.contender import Contender
from benchmarks.crf.problem import Problem

# Of a model file: the header's place of the features' offset, then type, from, to and weight.
FEATURES_AT, FEATURE = 28, struct.Struct("<IIId")
STATE, TRANSITION = 0, 1


class PythonCRFsuite(Contender):
    """A model in which attribute j belongs to label j alone, with weight one.

    A token carries every attribute with the value of its emission; the scores of beginning and
    ending, which CRFsuite does not have, are in the first and last token's. Each row has a tagger,
    which is given the row's attributes beforehand. So for the best path only the search is timed,
    and the writing of its labels, which are strings. Marginals remain in a tagger until it is given
    a sequence, so theirs includes taking the row's attributes in, from its own sequence type.
    """

    name = "python-crfsuite"
    distribution = "python-crfsuite"
    module = "pycrfsuite"
    compiled = True

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.labels = [str(label) for label in range(len(problem.start))]
        # A tagger reads the model from where it lies.
        self.model = _with_weights(_trained(self.load(), self.labels), problem.transitions)
        self.sequences = [self._sequence(row) for row in range(len(problem.lengths))]
        self.taggers = [self._tagger(sequence) for sequence in self.sequences]

    def viterbi(self) -> list[list[str]]:
        return [tagger.tag() for tagger in self.taggers]

    def marginals(self) -> Tensor:
        found = torch.zeros_like(self.problem.emissions)
        for row, (tagger, sequence) in enumerate(zip(self.taggers, self.sequences, strict=True)):
            tagger.set(sequence)
            found[row, : len(sequence)] = torch.tensor(
                [
                    [tagger.marginal(label, token) for label in self.labels]
                    for token in range(len(sequence))
                ]
            )
        return found

    def _sequence(self, row: int) -> Any:
        emissions = self.problem.emissions[row, : self.problem.lengths[row]].detach().clone()
        emissions[0] += self.problem.start
        emissions[-1] += self.problem.end
        items = [dict(zip(self.labels, token, strict=True)) for token in emissions.tolist()]
        return self.load().ItemSequence(items)

    def _tagger(self, sequence: Any) -> Any:
        tagger = self.load().Tagger()
        tagger.open_inmemory(self.model)
        tagger.set(sequence)
        return tagger


def _trained(library: Any, labels: list[str]) -> bytes:
    """A model with every feature that is wanted, and with weights that are of no use."""
    trainer = library.Trainer("lbfgs", verbose=False)
    trainer.set_params({"max_iterations": 1, "feature.possible_transitions": True})
    trainer.append([[label] for label in labels], labels)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "model"
        trainer.train(str(path))
        return path.read_bytes()


def _with_weights(model: bytes, transitions: Tensor) -> bytes:
    """The model with these scores between labels; those of attributes become one."""
    changed = bytearray(model)
    (offset,) = struct.unpack_from("<I", model, FEATURES_AT)
    # A chunk begins with its name and its size in bytes.
    (count,) = struct.unpack_from("<I", model, offset + 8)
    labels = len(transitions)
    if count != labels * labels + labels:
        raise RuntimeError(f"CRFsuite kept {count} of {labels * labels + labels} features")
    weights = transitions.tolist()
    for place in range(offset + 12, offset + 12 + count * FEATURE.size, FEATURE.size):
        kind, source, target, _ = FEATURE.unpack_from(model, place)
        weight = weights[source][target] if kind == TRANSITION else 1.0
        FEATURE.pack_into(changed, place, kind, source, target, weight)
    return bytes(changed)
