"""A teacher's distribution in the student's label set."""

import itertools

import pytest
import torch

from mgkd.config import UserError
from mgkd.crf import LinearChain
from mgkd.data import Labels, Sentence
from mgkd.distillation import Grammar, Knowledge, Needs, annotate
from mgkd.distillation.annotators import TaggerAnnotator, answers_of
from mgkd.distillation.rewriting import Rewriting
from mgkd.models.legality import legal_part

CPU = torch.device("cpu")
SENTENCES = (Sentence(("a", "b", "c")), Sentence(("d",)))
TYPES = ("A", "B")


def teacher(labels: Labels, lengths=(3, 1), seed=0) -> LinearChain:
    generator = torch.Generator().manual_seed(seed)
    count = len(labels)
    shapes = [(len(lengths), max(lengths), count), (count, count), (count,), (count,)]
    scores = [2 * torch.randn(shape, generator=generator) for shape in shapes]
    mask = torch.arange(max(lengths)) < torch.tensor(lengths).unsqueeze(1)
    return legal_part(LinearChain(*scores, mask), labels)


def knowledge(chain: LinearChain, labels: Labels, asked: Needs) -> Knowledge:
    pairs = zip(SENTENCES, answers_of(chain, asked), strict=True)
    entries = {sentence.fingerprint: answer for sentence, answer in pairs}
    return Knowledge(labels, asked, entries, (Grammar.of(chain, labels),))


def everything(length: int, labels: Labels) -> torch.Tensor:
    """All legal label sequences, [N, T]."""
    flat = legal_part(LinearChain(torch.zeros(1, length, len(labels))), labels)
    best = flat.kbest(len(labels) ** length)
    return best.paths[best.valid]


def test_the_chain_of_a_batch_is_the_one_that_was_asked():
    labels = Labels(TYPES)
    chain = teacher(labels)
    known = knowledge(chain, labels, Needs(scores=True)).of(SENTENCES, CPU)
    [voice] = known.voices
    assert known.paths.shape == (2, 0, 3)
    assert torch.allclose(voice.chain.log_partition(), chain.log_partition())
    assert torch.allclose(known.marginals(), chain.marginals(), atol=1e-6)
    assert torch.allclose(known.marginals(2.0), chain.temper(2.0).marginals(), atol=1e-6)
    [(share, emissions)] = known.emissions()
    assert share == 1.0
    assert torch.equal(emissions[chain.mask], chain.emissions[chain.mask])


@pytest.mark.parametrize(
    ("source", "target"),
    [("bio", "bioes"), ("bio", "bilou"), ("bioes", "bmes"), ("iob1", "iob1"), ("bioes", "bioes")],
)
def test_in_tags_that_say_more_every_set_of_entities_is_as_probable(source, target):
    own, other = Labels(TYPES, source), Labels(TYPES[::-1], target)
    chain = teacher(own)
    known = knowledge(chain, own, Needs(scores=True)).written_in(other).of(SENTENCES, CPU)
    [voice] = known.voices
    assert voice.is_refined == (len(own) != len(other))
    paths = everything(3, own).expand(2, -1, -1)
    rewritten = Rewriting(own, other)(paths)
    expected = chain.log_prob(paths)[0]
    assert torch.allclose(voice.chain.log_prob(rewritten)[0], expected, atol=1e-4)
    assert torch.allclose(known.cross_entropy(voice.chain), chain.entropy(), atol=1e-4)


@pytest.mark.parametrize(("source", "target"), [("bioes", "bio"), ("bio", "iob1")])
def test_tags_that_say_less_cannot_carry_a_chain(source, target):
    own = Labels(TYPES, source)
    known = knowledge(teacher(own), own, Needs(2, scores=True))
    with pytest.raises(UserError, match=f"{source} tags is none over {target} tags"):
        known.written_in(Labels(TYPES, target))


def test_emissions_are_of_tags_so_schemes_must_be_equal():
    own = Labels(TYPES)
    known = knowledge(teacher(own), own, Needs(scores=True)).written_in(Labels(TYPES, "bioes"))
    with pytest.raises(UserError, match="give both one scheme"):
        known.of(SENTENCES, CPU).emissions()


def test_emissions_of_types_in_another_order_are_put_in_the_students():
    own, other = Labels(TYPES), Labels(TYPES[::-1])
    chain = teacher(own)
    known = knowledge(chain, own, Needs(scores=True)).written_in(other).of(SENTENCES, CPU)
    [(_, emissions)] = known.emissions()
    for place, tag in enumerate(other.tags):
        expected = chain.emissions[..., own.tags.index(tag)]
        assert torch.equal(emissions[..., place][chain.mask], expected[chain.mask])


def test_what_was_not_asked_for_is_not_there():
    labels = Labels(TYPES)
    pairs = zip(SENTENCES, answers_of(teacher(labels), Needs(2)), strict=True)
    entries = {sentence.fingerprint: answer for sentence, answer in pairs}
    known = Knowledge(labels, Needs(2), entries).of(SENTENCES, CPU)
    with pytest.raises(ValueError, match="declares that in `needs`"):
        known.marginals()


def test_a_tagger_tells_the_scores_of_its_own_chain(teacher_tagger):
    annotator = TaggerAnnotator(teacher_tagger())
    known = annotate(annotator, SENTENCES, Needs(3, scores=True)).of(SENTENCES, CPU)
    [voice] = known.voices
    assert torch.allclose(voice.chain.kbest(3).scores, annotator.chain(SENTENCES).kbest(3).scores)
    log_probs = voice.chain.log_prob(known.paths)
    assert torch.allclose(log_probs[known.valid], known.log_probs[known.valid], atol=1e-5)


def test_needs_are_joined_and_compared():
    both = Needs(4) | Needs(2, scores=True)
    assert both == Needs(4, scores=True)
    some = [Needs(), Needs(2), Needs(4), Needs(scores=True), both]
    for one, other in itertools.product(some, some):
        assert (one <= other) == (one.paths <= other.paths and one.scores <= other.scores)
    assert bool(Needs(scores=True)) and not Needs()
