"""A check that never complains is worth nothing: every promise is broken once."""

from functools import partial

import pytest
import torch
from torch import nn

from mgkd.config import UserError
from mgkd.crf import LinearChain
from mgkd.data import Labels, Sentence
from mgkd.deployment import RunDirectory
from mgkd.models import CRF, BiLSTM, Encoder, Tagger, WordEmbedder, learning_from
from mgkd.testing import SENTENCES, check_batching

LABELS = Labels.of(SENTENCES)


def tagger(encoder=None, decoder=CRF) -> Tagger:
    torch.manual_seed(0)
    return Tagger(
        WordEmbedder(size=6), decoder, encoder, labels=LABELS, equip=learning_from(SENTENCES)
    )


class Linear(Encoder):
    """A linear map, to which `more(x)` is added."""

    def __init__(self, more, *, input_size):
        super().__init__()
        self.output_size = input_size
        self.linear = nn.Linear(input_size, input_size)
        self.more = more

    def forward(self, embedded, mask):
        return self.linear(embedded) + self.more(embedded)


class Crowded(CRF):
    """The more sentences, the higher the scores of transitions."""

    def forward(self, hidden, mask):
        chain = super().forward(hidden, mask)
        scores = (len(hidden) * chain.transitions, chain.start, chain.end)
        return LinearChain(chain.emissions, *scores, mask)


@pytest.mark.parametrize(
    "more, complaint",
    [
        (lambda x: torch.rand(()), "asked for it alone again, the tagger says something else"),
        (lambda x: x.mean(dim=(0, 1)), "another sentence of the same length changes them"),
        (lambda x: torch.arange(len(x)).view(-1, 1, 1), "its place in the batch changes them"),
        (lambda x: x.shape[1] / 10, "padding changes them"),
        (lambda x: len(x) > 5, "on the batch that it is in$"),
    ],
)
def test_what_the_scores_depend_on_is_told(more, complaint):
    with pytest.raises(AssertionError, match=f"scores of the sentence '李 雷.*{complaint}"):
        check_batching(tagger(partial(Linear, more)))


def test_transitions_that_depend_on_the_batch_are_told():
    with pytest.raises(AssertionError, match=r"scores of .*: another sentence of the same length"):
        check_batching(tagger(decoder=Crowded))


def test_a_decoding_that_depends_on_the_batch_is_told(monkeypatch):
    viterbi = LinearChain.viterbi

    def padded(chain):
        best = viterbi(chain)
        best.paths[:] = 1 if chain.emissions.shape[1] > 15 else 0
        return best

    monkeypatch.setattr(LinearChain, "viterbi", padded)
    with pytest.raises(AssertionError, match=r"prediction for .* depends on .*: padding"):
        check_batching(tagger())


def test_sentences_of_ones_own_are_asked_for_too():
    more = partial(Linear, lambda x: x.mean(dim=(0, 1)) if x.shape[1] > 40 else x)
    check_batching(tagger(more))
    with pytest.raises(AssertionError, match=r"the scores of .* depend on the batch"):
        check_batching(tagger(more), [Sentence(("long",) * 60)])


@pytest.mark.parametrize("encoder", [None, partial(BiLSTM, hidden_size=4)])
def test_a_correct_tagger_passes_and_stays_in_its_mode(encoder):
    right = tagger(encoder)
    for training in (True, False):
        check_batching(right.train(training))
        assert right.training is training


def test_a_run_or_its_path_will_do(tmp_path):
    run = RunDirectory(tmp_path)
    model = {"embedder": {"type": "word", "size": 6}, "decoder": {"type": "crf"}}
    run.write_config({"model": model})
    run.save_tagger(tagger())
    check_batching(run)
    with pytest.raises(UserError, match=r"has not finished training"):
        check_batching(str(tmp_path))
    run.metrics_path.touch()
    check_batching(str(tmp_path))
