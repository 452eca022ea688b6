"""Evaluation: scores of entities, speed, and runs side by side."""

from mgkd.evaluation.comparison import comparison_table, distance_line, report_table
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

__all__ = [
    "Results",
    "Score",
    "Size",
    "SpanReport",
    "Speed",
    "StageTraining",
    "Training",
    "comparison_table",
    "distance_line",
    "measure_speed",
    "report_table",
    "score_spans",
]
