"""What holds of every augmentation, whatever the sentences."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mgkd.data import CorpusSplits, DataError, Sentence, Span, texts
from mgkd.data.texts import (
    Augmentation,
    MentionReplacement,
    Mixture,
    NgramSampling,
    Splicing,
    Step,
    TokenMasking,
    TokenReplacement,
)
from mgkd.data.texts.pieces import borders


@st.composite
def labelled(draw) -> Sentence:
    """1 to 12 tokens out of few, with entities of two types."""
    tokens = draw(st.lists(st.sampled_from("abcdefg"), min_size=1, max_size=12))
    ends = sorted(draw(st.sets(st.integers(0, len(tokens)), max_size=6)))
    pairs = zip(ends[::2], ends[1::2], strict=False)
    spans = [Span(start, end, draw(st.sampled_from(["PER", "LOC"]))) for start, end in pairs]
    return Sentence(tokens, spans)


@st.composite
def corpora(draw) -> CorpusSplits:
    sentences = draw(st.lists(labelled(), min_size=1, max_size=6))
    text = draw(st.lists(labelled(), max_size=4))
    return CorpusSplits(sentences, [], [], [sentence.without_spans() for sentence in text])


TANG = Mixture(
    [Step(TokenMasking()), Step(TokenReplacement()), Step(NgramSampling(), probability=0.25)]
)
KINDS = [
    TokenMasking(rate=0.5),
    TokenReplacement(rate=0.5),
    NgramSampling(),
    MentionReplacement(),
    Splicing(),
    TANG,
]
SEEDS = st.integers(0, 2**32)


def made(augmentation: Augmentation, splits: CorpusSplits, seed: int = 0) -> list[Sentence]:
    return list(augmentation.sentences(splits, random.Random(seed)))


def rewritten(augmentation: Augmentation, sentences, seed: int = 0) -> list[Sentence]:
    """With the spans that the augmentation can still tell of."""
    generator, rewrite = random.Random(seed), augmentation.rewriting(sentences)
    return [rewrite(sentence, generator) for sentence in sentences]


def mentions(sentence: Sentence) -> list[tuple]:
    return [(sentence.tokens[span.start : span.end], span.label) for span in sentence.spans]


def test_these_are_all():
    kinds = {target for _, target in texts.items() if issubclass(target, Augmentation)}
    assert {type(augmentation) for augmentation in KINDS} == kinds


@pytest.mark.parametrize("augmentation", KINDS, ids=lambda kind: type(kind).__name__)
@given(splits=corpora(), seed=SEEDS)
def test_as_many_as_there_are_without_spans_and_alike_by_seed(augmentation, splits, seed):
    found = made(augmentation, splits, seed)
    assert len(found) == len(splits.train)
    assert all(sentence.spans is None and len(sentence) for sentence in found)
    assert found == made(augmentation, splits, seed)


@given(sentences=st.lists(labelled(), min_size=1), rate=st.floats(0, 1), seed=SEEDS)
def test_masking_and_replacement_keep_lengths_and_entities(sentences, rate, seed):
    for augmentation in (TokenMasking(rate), TokenReplacement(rate)):
        for before, after in zip(sentences, rewritten(augmentation, sentences, seed), strict=True):
            assert (len(after), after.spans) == (len(before), before.spans)


@given(sentences=st.lists(labelled(), min_size=1), seed=SEEDS)
def test_a_masked_token_is_the_mask_and_another_what_it_was(sentences, seed):
    for before, after in zip(sentences, rewritten(TokenMasking(0.5), sentences, seed), strict=True):
        assert all(b in ("[MASK]", a) for a, b in zip(before.tokens, after.tokens, strict=True))


def test_rates_of_nothing_and_of_all():
    sentence = Sentence("abab", [Span(0, 1, "PER")])
    assert rewritten(TokenMasking(0), [sentence]) == [sentence]
    assert rewritten(TokenMasking(1, "?"), [sentence])[0].tokens == ("?",) * 4
    assert rewritten(TokenReplacement(0), [sentence]) == [sentence]
    assert rewritten(TokenReplacement(1), [sentence])[0].tokens == tuple("baba")


@given(sentences=st.lists(labelled(), min_size=1), seed=SEEDS)
def test_ngrams_are_within_their_sentences(sentences, seed):
    found = rewritten(NgramSampling([0, 1, 1]), sentences, seed)
    for before, after in zip(sentences, found, strict=True):
        assert min(2, len(before)) <= len(after) <= 3
        starts = range(len(before) - len(after) + 1)
        assert any(before.tokens[s : s + len(after)] == after.tokens for s in starts)
        assert set(mentions(after)) <= set(mentions(before))


def test_weights_choose_the_length():
    sentence = Sentence("abcdefgh", ())
    assert {len(s) for s in rewritten(NgramSampling([0, 0, 1, 0]), [sentence] * 20)} == {3}
    assert {len(s) for s in rewritten(NgramSampling(), [sentence] * 200)} == {1, 2, 3, 4, 5}
    with pytest.raises(ValueError, match="weights: some length"):
        NgramSampling([0, 0])


@given(sentences=st.lists(labelled(), min_size=1), rate=st.floats(0, 1), seed=SEEDS)
def test_mentions_give_way_to_mentions_of_their_type(sentences, rate, seed):
    known = {mention for sentence in sentences for mention in mentions(sentence)}
    found = rewritten(MentionReplacement(rate), sentences, seed)
    for before, after in zip(sentences, found, strict=True):
        assert [span.label for span in after.spans] == [span.label for span in before.spans]
        assert set(mentions(after)) <= known
        assert outside(after) == outside(before)


def outside(sentence: Sentence) -> list[str]:
    inside = {place for span in sentence.spans for place in range(span.start, span.end)}
    return [token for place, token in enumerate(sentence.tokens) if place not in inside]


def test_a_mention_gives_way_to_another_one_if_there_is_one():
    one = Sentence("abx", [Span(0, 2, "PER"), Span(2, 3, "LOC")])
    other = Sentence("yc", [Span(1, 2, "PER")])
    assert rewritten(MentionReplacement(1), [one, other]) == [
        Sentence("cx", [Span(0, 1, "PER"), Span(1, 2, "LOC")]),
        Sentence("yab", [Span(1, 3, "PER")]),
    ]


@given(sentences=st.lists(labelled(), min_size=1), cut=st.floats(0, 1), seed=SEEDS)
def test_splicing_cuts_no_entity(sentences, cut, seed):
    found = rewritten(Splicing(cut), sentences, seed)
    known = {mention for sentence in sentences for mention in mentions(sentence)}
    beginnings = [{s.tokens[:end] for end in [*borders(s), len(s)]} for s in sentences]
    ends = {s.tokens[start:] for s in sentences for start in [0, *borders(s)]}
    for beginning, sentence in zip(beginnings, found, strict=True):
        assert set(mentions(sentence)) <= known
        assert any(
            sentence.tokens[:size] in beginning and sentence.tokens[size:] in ends
            for size in range(1, len(sentence))
        )


def test_borders_are_outside_entities():
    sentence = Sentence("abcdef", [Span(0, 2, "PER"), Span(3, 6, "LOC")])
    assert borders(sentence) == [2, 3]
    assert borders(sentence.without_spans()) == [1, 2, 3, 4, 5]
    assert borders(Sentence("a", ())) == []


def test_whole_sentences_are_joined_with_their_entities():
    sentence = Sentence("ab", [Span(0, 1, "PER")])
    joined = Sentence("abab", [Span(0, 1, "PER"), Span(2, 3, "PER")])
    assert rewritten(Splicing(cut=0), [sentence]) == [joined]


def test_a_mixture_does_what_its_steps_do_in_their_order():
    sentence = Sentence("abcd", ())
    mask, one = Step(TokenMasking(1, "?")), Step(NgramSampling([1]))
    assert rewritten(Mixture([mask, one]), [sentence]) == [Sentence("?", ())]
    never = Step(NgramSampling([1]), probability=0)
    assert rewritten(Mixture([never, mask]), [sentence]) == [Sentence("????", ())]


def test_of_what_text_is_made():
    splits = CorpusSplits([Sentence("a", ())], [], [], [Sentence("b"), Sentence("c")])

    def tokens(**how) -> list[str]:
        return ["".join(s.tokens) for s in made(TokenMasking(0, **how), splits)]

    assert tokens() == ["a"]
    assert tokens(of="unlabelled") == ["b", "c"]
    assert tokens(of="all", copies=2) == ["a", "b", "c"] * 2
    with pytest.raises(DataError, match=r"made of all sentences .* no unlabelled text before it"):
        made(TokenMasking(of="all"), CorpusSplits([Sentence("a", ())], []))


def test_what_is_made_says_from_what():
    sentence = Sentence("ab", (), source="train.txt:3", id="7")
    [found] = made(TokenMasking(1), CorpusSplits([sentence], []))
    assert (found.source, found.id) == ("train.txt:3 (token_masking)", None)
