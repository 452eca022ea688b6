"""Several augmentations, one after the other."""

import random
from collections.abc import Iterator, Sequence
from typing import Annotated

from pydantic import Field, PositiveInt

from mgkd.config import Arguments, Fraction, Inline, Problem
from mgkd.data.sentence import Sentence
from mgkd.data.texts.augmentation import Augmentation, Of, Rewrite
from mgkd.data.texts.base import texts


def the_mixture_says_of_what(config: Arguments) -> Iterator[Problem]:
    step = config["augmentation"]
    for name, default in (("of", "labelled"), ("copies", 1)):
        if step.get(name) not in (None, default):
            message = "is said of the mixture, not of its steps; move it there"
            yield step.problem(name, message)


def the_steps_have_something_to_do(config: Arguments) -> Iterator[Problem]:
    for step in config["steps"] if config["of"] == "unlabelled" else ():
        if getattr(step["augmentation"].target, "reads_entities", False):
            yield step.problem(
                "",
                f"{step['augmentation'].type} changes entities, which unlabelled text does not "
                "name; set of to 'labelled' or 'all', or leave this step out",
            )


class Step:
    """An augmentation within a mixture; its keys stand beside `probability` in the config.

    Args:
        augmentation: what is done.
        probability: of a sentence to have it done.
    """

    rules = (the_mixture_says_of_what,)

    def __init__(self, augmentation: Inline[Augmentation], probability: Fraction = 1.0) -> None:
        self.augmentation = augmentation
        self.probability = probability


@texts.register("mixture")
class Mixture(Augmentation):
    """A sentence goes through several augmentations, each with its own probability.

    With token_masking, token_replacement and ngram_sampling it is the augmentation of Tang et al.
    2019 (arXiv 1903.12136), whose rates are 0.1, 0.1 and, as a probability, 0.25.

    Args:
        steps: what is done to a sentence, in this order.
        of: made from the labelled sentences, the unlabelled text before this in the list, or all.
        copies: how many times each is rewritten; what comes out twice is left out.
    """

    rules = (the_steps_have_something_to_do,)

    def __init__(
        self,
        steps: Annotated[list[Step], Field(min_length=1)],
        of: Of = "labelled",
        copies: PositiveInt = 1,
    ) -> None:
        super().__init__(of, copies)
        self.steps = steps

    def rewriting(self, sentences: Sequence[Sentence]) -> Rewrite:
        parts = [(step.probability, step.augmentation.rewriting(sentences)) for step in self.steps]

        def rewritten(sentence: Sentence, generator: random.Random) -> Sentence:
            for probability, rewrite in parts:
                if generator.random() < probability:
                    sentence = rewrite(sentence, generator)
            return sentence

        return rewritten
