"""Training: a trainer for any model with batches, a loss and metrics."""

from mgkd.training.acceleration import training_device
from mgkd.training.callbacks import Callback, JSONLines, Progress, callbacks
from mgkd.training.checkpoints import Checkpoints
from mgkd.training.optimizers import SGD, Adam, AdamW, Optimizer, optimizers
from mgkd.training.parameter_groups import ParameterGroup
from mgkd.training.records import EpochRecord, TrainingSummary
from mgkd.training.run_state import RunState
from mgkd.training.schedules import Constant, Cosine, Linear, Schedule, schedules
from mgkd.training.seeding import seed_everything
from mgkd.training.trainable import StepLoss, Trainable
from mgkd.training.trainer import Trainer

__all__ = [
    "SGD",
    "Adam",
    "AdamW",
    "Callback",
    "Checkpoints",
    "Constant",
    "Cosine",
    "EpochRecord",
    "JSONLines",
    "Linear",
    "Optimizer",
    "ParameterGroup",
    "Progress",
    "RunState",
    "Schedule",
    "StepLoss",
    "Trainable",
    "Trainer",
    "TrainingSummary",
    "callbacks",
    "optimizers",
    "schedules",
    "seed_everything",
    "training_device",
]
