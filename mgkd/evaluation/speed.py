"""How fast a tagger is here."""

import statistics
import time
from collections.abc import Sequence

import torch

from mgkd.data import Sentence
from mgkd.evaluation.results import Speed
from mgkd.models import Tagger, encode_unlabelled, predict_spans

PASSES = 3


def measure_speed(tagger: Tagger, sentences: Sequence[Sentence], batch_size: int = 32) -> Speed:
    """Sentences per second from tokens to entities, the median of three passes after a warm-up.

    Encoding (vocabulary look-up, subword splitting) counts: a deployed tagger pays for it too.
    """
    _one_pass(tagger, sentences[: 2 * batch_size], batch_size)
    seconds = statistics.median(_one_pass(tagger, sentences, batch_size) for _ in range(PASSES))
    return Speed(
        sentences_per_second=len(sentences) / seconds,
        sentences=len(sentences),
        batch_size=batch_size,
        device=str(tagger.device),
        threads=torch.get_num_threads(),
    )


def _one_pass(tagger: Tagger, sentences: Sequence[Sentence], batch_size: int) -> float:
    start = time.perf_counter()
    predict_spans(tagger, encode_unlabelled(tagger, sentences), batch_size)
    return time.perf_counter() - start
