"""Sentences with their teacher's labels in place of gold ones."""

from collections.abc import Iterator
from dataclasses import replace

from mgkd.data import Labels, Sentence
from mgkd.distillation.store import StoredAnswers


def labelled_by_the_best(
    answers: StoredAnswers, labels: Labels, minimum_confidence: float = 0.0
) -> Iterator[Sentence]:
    """Sentences with the entities of the teacher's best label sequence, whatever they had.

    Args:
        labels: the label set of the answers.
        minimum_confidence: without sentences whose best sequence is less probable.
    """
    for sentence, answer in answers.with_sentences():
        if len(answer.log_probs) and answer.log_probs[0].exp() >= minimum_confidence:
            yield replace(sentence, spans=labels.decode(answer.paths[0].tolist()))
