"""Evaluation: scores of entities, speed, and runs side by side."""

from mgkd.evaluation.bootstrap import Difference, difference, resampled_f1
from mgkd.evaluation.comparison import comparison_table, distance_line, report_table
from mgkd.evaluation.counts import HeldOutCounts, SentenceCounts, count_spans
from mgkd.evaluation.results import (
    Results,
    Score,
    Size,
    SpanReport,
    Speed,
    StageTraining,
    Training,
)
from mgkd.evaluation.spans import score_spans
from mgkd.evaluation.speed import measure_speed
from mgkd.evaluation.spread import Spread, spread

__all__ = [
    "Difference",
    "HeldOutCounts",
    "Results",
    "Score",
    "SentenceCounts",
    "Size",
    "SpanReport",
    "Speed",
    "Spread",
    "StageTraining",
    "Training",
    "comparison_table",
    "count_spans",
    "difference",
    "distance_line",
    "measure_speed",
    "report_table",
    "resampled_f1",
    "score_spans",
    "spread",
]
