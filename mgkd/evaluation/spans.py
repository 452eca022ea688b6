"""Scores of predicted entities, by seqeval in strict mode."""

from collections.abc import Sequence

from mgkd.data import Sentence, Span, scheme_named
from mgkd.evaluation.results import Score, SpanReport


def score_spans(sentences: Sequence[Sentence], predicted: Sequence[Sequence[Span]]) -> SpanReport:
    """Exact-match precision, recall and F1 of entities, micro-averaged and by type.

    An entity counts when its boundaries and its type are right. The sentences' own spans are the
    gold ones. A score whose denominator is zero is zero.

    Raises:
        ValueError: when a sentence is unlabelled or the lengths differ.
    """
    unlabelled = [sentence.source for sentence in sentences if sentence.spans is None]
    if unlabelled:
        raise ValueError(f"nothing to score against: unlabelled sentence at {unlabelled[0]}")
    gold_tags = [_tags(sentence.spans, sentence) for sentence in sentences]
    predicted_tags = [_tags(s, sentence) for s, sentence in zip(predicted, sentences, strict=True)]
    types = sorted(
        {span.label for sentence in sentences for span in sentence.spans}
        | {span.label for spans in predicted for span in spans}
    )
    if not types:
        return SpanReport(precision=0.0, recall=0.0, f1=0.0, support=0, by_type={})
    micro = _scores(gold_tags, predicted_tags, average="micro")
    columns = _scores(gold_tags, predicted_tags, average=None)
    by_type = {name: _score(*numbers) for name, *numbers in zip(types, *columns, strict=True)}
    support = sum(score.support for score in by_type.values())
    overall = _score(*micro[:3], support)
    return SpanReport(**overall.model_dump(), by_type=by_type)


def _tags(spans: Sequence[Span], sentence: Sentence) -> list[str]:
    return scheme_named("bio").encode(spans, len(sentence))


def _scores(gold: list[list[str]], predicted: list[list[str]], average: str | None):
    # Imported here: seqeval brings scikit-learn, which a config's check can do without.
    from seqeval.metrics.v1 import precision_recall_fscore_support
    from seqeval.scheme import IOB2

    return precision_recall_fscore_support(
        gold, predicted, average=average, scheme=IOB2, zero_division=0
    )


def _score(precision: float, recall: float, f1: float, support: int) -> Score:
    return Score(
        precision=float(precision), recall=float(recall), f1=float(f1), support=int(support)
    )
