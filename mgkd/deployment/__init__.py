"""Deployment: run directories, and prediction from them."""

from mgkd.deployment.environment import describe_environment
from mgkd.deployment.lines import Line, json_lines, text_lines
from mgkd.deployment.predictor import Entity, Prediction, Predictor
from mgkd.deployment.run_directory import RunDirectory
from mgkd.deployment.space import require_space

__all__ = [
    "Entity",
    "Line",
    "Prediction",
    "Predictor",
    "RunDirectory",
    "describe_environment",
    "json_lines",
    "require_space",
    "text_lines",
]
