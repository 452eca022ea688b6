"""A reader that says when it opens the corpus, and a loss of the user's own."""

import os
from pathlib import Path

from mgkd.data.readers import ConllReader, readers
from mgkd.distillation import Loss, losses


@readers.register("watched_columns")
class WatchedColumns(ConllReader):
    def lines(self, path):
        Path(os.environ["CORPUS_OPENED"]).touch()
        return super().lines(path)


@losses.register("flat")
class Flat(Loss):
    def forward(self, student, teacher, batch):
        return student.chain.entropy()
