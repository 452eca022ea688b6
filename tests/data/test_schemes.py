from itertools import pairwise, product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from seqeval.scheme import BILOU, IOB1, IOB2, IOBES, Entities

from mgkd.data import SCHEMES, Labels, Span, scheme_named

TYPES = ("A", "creative-work")
NAMES = list(SCHEMES)
SEQEVAL = {"bio": IOB2, "iob1": IOB1, "bioes": IOBES, "bmes": IOBES, "bilou": BILOU}


@st.composite
def span_lists(draw) -> tuple[list[Span], int]:
    """Sorted flat spans, often touching, and the length of their sentence."""
    pieces = draw(
        st.lists(st.tuples(st.integers(1, 4), st.sampled_from((None, None, *TYPES))), max_size=6)
    )
    spans, position = [], 0
    for length, label in pieces:
        if label:
            spans.append(Span(position, position + length, label))
        position += length
    return spans, position


def tag_lists(name: str, max_size: int = 8) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(Labels(TYPES, name).tags), max_size=max_size)


@pytest.mark.parametrize("name", NAMES)
@given(case=span_lists())
def test_spans_survive_every_scheme(name, case):
    spans, length = case
    scheme = scheme_named(name)
    tags = scheme.encode(spans, length)
    assert len(tags) == length
    assert scheme.decode(tags) == tuple(spans)
    assert scheme.decode_lenient(tags) == (tuple(spans), [])


@pytest.mark.parametrize("name", NAMES)
@given(data=st.data())
def test_strict_decoding_is_that_of_seqeval(name, data):
    tags = data.draw(tag_lists(name))
    if name == "iob1":
        # Where a B directly follows a B of another type, which the scheme never writes, seqeval
        # drops the legal entity before it.
        parts = [tag.partition("-") for tag in tags]
        assume(not any(p[0] == c[0] == "B" and p[2] != c[2] for p, c in pairwise(parts)))
    theirs = [f"I{tag[1:]}" if tag.startswith("M") else tag for tag in tags]
    [entities] = Entities([theirs], SEQEVAL[name]).entities
    expected = [(entity.start, entity.end, entity.tag) for entity in entities]
    found = scheme_named(name).decode(tags)
    assert [(span.start, span.end, span.label) for span in found] == expected


@pytest.mark.parametrize("name", NAMES)
@given(data=st.data())
def test_lenient_decoding_reports_exactly_what_is_illegal(name, data):
    tags = data.draw(tag_lists(name))
    scheme = scheme_named(name)
    spans, repairs = scheme.decode_lenient(tags)
    legal = scheme.encode(scheme.decode(tags), len(tags)) == tags
    assert legal == (repairs == [])
    if legal:
        assert spans == scheme.decode(tags)
    covered = {i for span in spans for i in range(span.start, span.end)}
    assert covered == {i for i, tag in enumerate(tags) if tag != "O"}


@pytest.mark.parametrize("name", NAMES)
def test_legality_lists_say_which_sequences_survive_decoding(name):
    labels = Labels(("A", "B"), name)
    scheme = scheme_named(name)
    starts, follows, ends = (
        labels.legal_starts(),
        labels.legal_transitions(),
        labels.legal_ends(),
    )
    for length in (1, 2, 3):
        for ids in product(range(len(labels)), repeat=length):
            tags = [labels.tags[i] for i in ids]
            survives = scheme.encode(scheme.decode(tags), length) == tags
            listed = (
                starts[ids[0]] and all(follows[i][j] for i, j in pairwise(ids)) and ends[ids[-1]]
            )
            assert survives == listed, tags


@pytest.mark.parametrize(
    ("name", "tags", "spans", "places"),
    [
        ("bio", ["I-A", "I-A", "O"], [Span(0, 2, "A")], [0]),
        ("bio", ["B-A", "I-B"], [Span(0, 1, "A"), Span(1, 2, "B")], [1]),
        ("iob1", ["O", "B-A", "I-A"], [Span(1, 3, "A")], [1]),
        ("bioes", ["B-A", "O"], [Span(0, 1, "A")], [0]),
        ("bioes", ["B-A", "I-B"], [Span(0, 1, "A"), Span(1, 2, "B")], [0, 1, 1]),
        ("bmes", ["E-A", "M-A", "E-A"], [Span(0, 1, "A"), Span(1, 3, "A")], [0, 1]),
    ],
)
def test_repairs_name_their_places(name, tags, spans, places):
    found, repairs = scheme_named(name).decode_lenient(tags)
    assert list(found) == spans
    assert [repair.position for repair in repairs] == places


def test_a_type_keeps_its_own_hyphens_and_dots():
    spans = (Span(0, 2, "creative-work"), Span(2, 3, "PER.NAM"))
    tags = ["B-creative-work", "I-creative-work", "B-PER.NAM"]
    assert scheme_named("bio").decode(tags) == spans
    assert scheme_named("bio").encode(spans, 3) == tags


@pytest.mark.parametrize("tag", ["B", "B-", "PER", "O-PER", "", "-PER", "X-PER", "b-PER"])
@pytest.mark.parametrize("name", NAMES)
def test_what_is_no_tag_is_refused(name, tag):
    with pytest.raises(ValueError, match=f"not a tag of the scheme {name}"):
        scheme_named(name).decode([tag])


def test_a_tag_of_another_scheme_names_it():
    with pytest.raises(ValueError, match="bioes or bmes"):
        scheme_named("bio").decode(["E-PER"])


def test_unknown_scheme_names_the_nearest():
    with pytest.raises(ValueError, match="nearest: bio"):
        scheme_named("biose")
