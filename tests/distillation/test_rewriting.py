import itertools

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from mgkd.data import SCHEMES, Labels, Sentence, Span
from mgkd.distillation.rewriting import Rewriting

PAIRS = list(itertools.product(SCHEMES, SCHEMES))


def legal_paths(labels: Labels, length: int) -> list[tuple[int, ...]]:
    """All of them, by trying every sequence of tags."""
    starts, moves, ends = labels.legal_starts(), labels.legal_transitions(), labels.legal_ends()
    return [
        path
        for path in itertools.product(range(len(labels)), repeat=length)
        if starts[path[0]]
        and ends[path[-1]]
        and all(moves[one][other] for one, other in itertools.pairwise(path))
    ]


def by_spans(path, source: Labels, target: Labels) -> list[int]:
    return target.encode(Sentence(("x",) * len(path), source.decode(path)))


@pytest.mark.parametrize(("source", "target"), PAIRS)
@pytest.mark.parametrize(("types", "length"), [("AB", 4), ("A", 5), ("AB", 1)])
def test_legal_sequences_correspond_one_to_one(source, target, types, length):
    source, target = Labels(types, source), Labels(types[::-1], target)
    paths = legal_paths(source, length)
    rewritten = Rewriting(source, target)(torch.tensor(paths, dtype=torch.int16))
    assert rewritten.dtype == torch.int16
    assert rewritten.tolist() == [by_spans(path, source, target) for path in paths]
    assert sorted(map(tuple, rewritten.tolist())) == legal_paths(target, length)
    assert Rewriting(target, source)(rewritten).tolist() == [list(path) for path in paths]


@st.composite
def spans(draw):
    """Entities of three types, many of them touching, and the sentence's length."""
    pieces = draw(st.lists(st.tuples(st.integers(1, 4), st.sampled_from(["", "A", "B", "C-D"]))))
    found, position = [], 0
    for length, kind in pieces:
        if kind:
            found.append(Span(position, position + length, kind))
        position += length
    return Sentence(("x",) * (position + 1), tuple(found))


@given(spans(), st.sampled_from(PAIRS), st.permutations(["A", "B", "C-D", "E"]))
def test_entities_stay_the_same(sentence, schemes, order):
    source, target = Labels(["A", "B", "C-D"], schemes[0]), Labels(order, schemes[1])
    path = torch.tensor(source.encode(sentence))
    padded = torch.nn.functional.pad(path, (0, 3)).expand(2, -1)
    rewritten = Rewriting(source, target)(padded)
    assert rewritten[0].tolist() == [*target.encode(sentence), 0, 0, 0]
    assert torch.equal(rewritten[0], rewritten[1])


def test_a_type_that_the_target_lacks():
    with pytest.raises(ValueError, match=r"lacks B, which Labels\(\['A', 'B'\]"):
        Rewriting(Labels(["A", "B"]), Labels(["A"]))
