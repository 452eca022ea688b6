"""A teacher of one store, and answers that it might give."""

import pytest
import torch

from mgkd.crf import LinearChain
from mgkd.data import Labels, Sentence, Span
from mgkd.distillation import Answer, Header, Needs, Recorded
from mgkd.distillation.annotators import answers_of
from mgkd.distillation.voices import Grammar
from mgkd.models.legality import legal_part

STORED = Labels(["PER", "地点"], "bioes")
TEACHER = "0123456789abcdef" * 4


@pytest.fixture
def stored_labels() -> Labels:
    return STORED


@pytest.fixture(scope="session")
def header():
    """header(k): that of a segment without scores."""

    def make(k: int = 3, teacher: str = TEACHER) -> Header:
        return Header(teacher, "a teacher of tests", STORED, Recorded(Needs(k)))

    return make


@pytest.fixture(scope="session")
def numbered():
    """numbered(texts): sentences, each with one path that holds nothing but its number."""

    def make(texts, first: int = 0) -> list[tuple[Sentence, Answer]]:
        sentences = [Sentence(tuple(text)) for text in texts]
        return [
            (s, Answer(torch.full((1, len(s)), n, dtype=torch.int16), torch.tensor([-n / 8])))
            for n, s in enumerate(sentences, start=first)
        ]

    return make


@pytest.fixture
def scored():
    """scored(texts, asked): a header with grammar, and answers with scores by a random chain."""

    def make(texts, asked, top_labels=None):
        generator = torch.Generator().manual_seed(7)
        size = len(STORED)
        transitions = torch.randn(size, size, generator=generator)
        pairs = []
        for text in texts:
            sentence = Sentence(tuple(text), (Span(0, 1, "PER"),))
            emissions = 3 * torch.randn(1, len(text), size, generator=generator)
            chain = legal_part(LinearChain(emissions, transitions), STORED)
            pairs.append((sentence, answers_of(chain, asked)[0]))
        grammar = Grammar.of(chain, STORED)
        recorded = Recorded(asked, top_labels)
        return Header(TEACHER, "a teacher of tests", STORED, recorded, (grammar,)), pairs

    return make
