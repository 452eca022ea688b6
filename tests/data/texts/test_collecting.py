"""What is left of text when what is known and what is held out are left out."""

import random

import pytest

from mgkd.config import build, check
from mgkd.data import CorpusSplits, Sentence, TextSource, TokenMasking, TransferText, collected


class Given(TextSource):
    """Sentences of one-letter tokens."""

    def __init__(self, *sentences: str, is_made: bool = False) -> None:
        self.given = [Sentence(tokens) for tokens in sentences]
        self.is_made = is_made

    def sentences(self, splits, generator):
        yield from self.given


class Seen(TextSource):
    """How much unlabelled text the source sees before it."""

    def sentences(self, splits, generator):
        yield Sentence([f"{len(splits.unlabelled)} before"])


class Drawn(TextSource):
    """A random number."""

    def sentences(self, splits, generator: random.Random):
        yield Sentence([str(generator.random())])


SPLITS = CorpusSplits(
    train=[Sentence("ab", ())],
    dev=[Sentence("cd", ())],
    test=[Sentence("ef", ())],
    unlabelled=[Sentence("gh")],
)


def tokens(found) -> list[str]:
    return ["".join(sentence.tokens) for sentence in found.sentences]


def collect(*sources, seed=0, folder=None):
    return collected([TransferText(source) for source in sources], SPLITS, seed, folder)


@pytest.mark.parametrize("on_disk", [False, True])
def test_what_is_known_or_held_out_is_left_out_and_counted(tmp_path, on_disk):
    folder = tmp_path if on_disk else None
    first, second = collect(
        Given("x", "cd", "ef", "cd", "y", "x", "ab", "gh"), Given("z", "y"), folder=folder
    )
    assert (tokens(first), tokens(second)) == (["x", "y"], ["z"])
    assert str(first) == (
        "Given: 2 of 8 sentences; left out: 3 also in dev or test, 2 also in the training split, "
        "1 repeated"
    )
    assert str(second) == "Given: 1 of 2 sentences; left out: 1 also in text before it"
    assert list(first.sentences.lengths) == [1, 1]


def test_where_nothing_is_left_out():
    [found] = collect(Given("x", "y"))
    assert str(found) == "Given: 2 sentences" and tokens(found) == ["x", "y"]


def test_a_source_sees_the_text_before_it_but_no_made_text():
    found = collect(Given("x", "ab"), Seen(), Given("y", "z", is_made=True), Seen())
    assert tokens(found[1]) == ["2 before"] and tokens(found[3]) == ["3 before"]


def test_text_is_made_alike_by_seed_and_place():
    one, other = collect(Drawn(), Drawn())
    assert tokens(one) != tokens(other)
    assert [tokens(found) for found in collect(Drawn(), Drawn())] == [tokens(one), tokens(other)]
    assert tokens(collect(Drawn(), seed=1)[0]) != tokens(one)


def test_a_seed_of_its_own_goes_before():
    [one] = collect(Drawn(), seed=0)
    [other] = collected([TransferText(Drawn(), seed=0)], SPLITS, 5, None)
    assert tokens(one) == tokens(other)


def test_a_config_says_how_much_beside_what():
    tree = {"type": "token_masking", "rate": 0.3, "copies": 2, "ratio": 1.5, "seed": 3}
    text = build(TransferText, tree)
    assert isinstance(text.source, TokenMasking)
    assert (text.name, text.ratio, text.minimum_confidence) == ("token_masking", 1.5, None)
    [problem] = check(TransferText, {**tree, "minimum_confidence": 2})
    assert problem.path == "minimum_confidence"


@pytest.mark.parametrize("name, value", [("copies", 2), ("of", "all")])
def test_a_mixture_says_of_what_and_not_its_steps(name, value):
    step = {"type": "token_masking", name: value}
    [problem] = check(TransferText, {"type": "mixture", "steps": [step]})
    assert problem.path == f"steps[0].{name}" and "of the mixture" in problem.message
    assert not check(TransferText, {"type": "mixture", "steps": ["ngram_sampling"], name: value})


def test_a_mixture_replaces_no_mentions_of_unlabelled_text():
    steps = ["token_masking", {"type": "mention_replacement", "rate": 0.5}]
    [problem] = check(TransferText, {"type": "mixture", "steps": steps, "of": "unlabelled"})
    assert problem.path == "steps[1]" and "unlabelled text does not name" in problem.message
    for of in ("labelled", "all"):
        assert not check(TransferText, {"type": "mixture", "steps": steps, "of": of})


def test_only_augmentations_are_steps():
    tree = {"type": "mixture", "steps": [{"type": "files", "files": ["a"], "reader": "text"}]}
    [problem] = check(TransferText, tree)
    assert problem.path == "steps[0].type" and "does not fit" in problem.message
