"""Random students and teachers over a small label set, with every legal sequence written out."""

import itertools
from dataclasses import dataclass

import pytest
import torch
from torch import Tensor

from mgkd.config import build
from mgkd.crf import LinearChain
from mgkd.data import Labels, Sentence, Span
from mgkd.distillation import Grammar, Knowledge, Needs, TeacherKnowledge
from mgkd.distillation.annotators import answers_of
from mgkd.models import Batch, Tagger, TaggerOutput, learning_from
from mgkd.models.batch import label_ids, pad_ids, prefix_mask
from mgkd.models.legality import legal_part

LABELS = Labels(["A", "B"])
SENTENCES = (
    Sentence(tuple("abcd"), (Span(1, 3, "A"),)),
    Sentence(("x",), (Span(0, 1, "B"),)),
    Sentence(("y", "z"), None),
)


@dataclass(frozen=True)
class Setting:
    """A student and a teacher on three sentences of 4, 1 and 2 tokens; the last is unlabelled."""

    student: TaggerOutput
    teacher_chain: LinearChain
    batch: Batch

    def knowledge(self, k: int, scores: bool = False) -> TeacherKnowledge:
        asked = Needs(k, scores)
        found = answers_of(self.teacher_chain, asked)
        pairs = zip(self.batch.sentences, found, strict=True)
        grammars = (Grammar.of(self.teacher_chain, LABELS),) if scores else ()
        entries = {sentence.fingerprint: best for sentence, best in pairs}
        store = Knowledge(LABELS, asked, entries, grammars)
        return store.of(self.batch.sentences, torch.device("cpu"))


def random_chain(seed: int, mask: Tensor) -> LinearChain:
    """Legal sequences only, float64."""
    generator = torch.Generator().manual_seed(seed)

    def normal(*shape):
        return torch.randn(*shape, generator=generator, dtype=torch.float64)

    count = len(LABELS)
    scores = (normal(*mask.shape, count), normal(count, count), normal(count), normal(count))
    return legal_part(LinearChain(*scores, mask), LABELS)


@pytest.fixture(params=[0, 1, 2])
def setting(request) -> Setting:
    mask = prefix_mask([len(sentence) for sentence in SENTENCES])
    gold = [label_ids(sentence, LABELS) or [0] * len(sentence) for sentence in SENTENCES]
    labelled = torch.tensor([True, True, False])
    student = random_chain(2 * request.param, mask)
    batch = Batch(SENTENCES, None, mask, pad_ids(gold), labelled)
    teacher = random_chain(2 * request.param + 1, mask)
    return Setting(TaggerOutput(student, student.emissions, LABELS), teacher, batch)


@pytest.fixture
def labels() -> Labels:
    return LABELS


@pytest.fixture
def sequences(labels):
    """sequences(length): all legal label sequences."""

    def legal(length: int) -> list[tuple[int, ...]]:
        starts, moves = labels.legal_starts(), labels.legal_transitions()
        return [
            path
            for path in itertools.product(range(len(labels)), repeat=length)
            if starts[path[0]] and all(moves[i][j] for i, j in itertools.pairwise(path))
        ]

    return legal


@pytest.fixture
def teacher_tagger(labels):
    """teacher_tagger(decoder): an untrained tagger in training mode, over tokens a to z."""

    def make(decoder: str = "crf", labels: Labels = labels, seed: int = 8) -> Tagger:
        tree = {"embedder": {"type": "word", "size": 8}, "decoder": {"type": decoder}}
        known = [Sentence(tuple("abcdefghijklmnopqrstuvwxyz"))]
        with torch.random.fork_rng():
            torch.manual_seed(seed)
            return build(Tagger, tree, labels=labels, equip=learning_from(known))

    return make
