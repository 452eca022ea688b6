"""Does a tagger, and every component in it, keep its promises?"""

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from mgkd.config import build
from mgkd.data import Labels, Sentence
from mgkd.deployment import RunDirectory
from mgkd.models import EncodedSentence, Inside, Tagger, learning_from, shaped_by
from mgkd.testing.answers import answers, output_of, shown
from mgkd.testing.batching import check_independence
from mgkd.testing.doing import Doing
from mgkd.testing.samples import SENTENCES, STRANGE
from mgkd.testing.saving import check_same

STEPS = 10
LEARNING_RATE = 1e-3


def check_tagger(
    model_config: Mapping[str, Any],
    sentences: Sequence[Sentence] | None = None,
    teacher: Tagger | None = None,
) -> None:
    """Build a tagger from the `model` part of a config and try all that a run asks of it.

    The way to check an embedder, an encoder or a decoder: put it beside components that are
    known to work. A tagger must

    - give scores for every token, finite, whatever the tokens are;
    - learn: every trainable parameter gets a gradient, and some steps lower the loss;
    - say the same of a sentence whatever other sentences are in the batch;
    - tell of its hidden states, a row a token, and say the same when they are looked at;
    - come back from a run directory with equal parameters and predictions.

    Args:
        model_config: embedder, encoder and decoder, as in a config file.
        sentences: labelled ones to learn from; a few built-in ones unless given.
        teacher: a tagger to inherit from; without one, nothing is inherited.

    Raises:
        ConfigError: when the config is wrong.
        AssertionError: naming the promise that is broken and the input.
    """
    sentences = SENTENCES if sentences is None else sentences
    labels = Labels.of(sentences)
    equip = learning_from(sentences, teacher) if teacher else shaped_by(sentences)
    with torch.random.fork_rng():
        torch.manual_seed(0)
        tagger = build(Tagger, dict(model_config), "model", labels=labels, equip=equip)
        with Doing("encoding the sentences"):
            encoded = [tagger.encode(sentence) for sentence in sentences]
        _check_scores(tagger, encoded)
        _check_learning(tagger, encoded)
        check_independence(tagger, encoded)
        _check_looking(tagger, encoded)
        _check_strange_tokens(tagger)
        with tempfile.TemporaryDirectory() as folder:
            _check_saving(tagger, dict(model_config), sentences, RunDirectory(Path(folder)))


def _check_scores(tagger: Tagger, encoded: Sequence[EncodedSentence]) -> None:
    chain = output_of(tagger, encoded, "running on all sentences").chain
    expected = (len(encoded), max(map(len, encoded)), len(tagger.labels))
    assert chain.emissions.shape == expected, (
        f"the emissions have the shape {list(chain.emissions.shape)}; for {len(encoded)} sentences "
        f"it should be [B, T, L] = {list(expected)}"
    )
    _check_numbers(tagger, encoded, "running")


def _check_numbers(tagger: Tagger, encoded: Sequence[EncodedSentence], what: str) -> None:
    for item, answer in zip(encoded, answers(tagger, encoded, what), strict=True):
        assert not answer.emissions.isnan().any(), f"a score is NaN on {shown(item)}"


def _check_learning(tagger: Tagger, encoded: Sequence[EncodedSentence]) -> None:
    trained = {name: p for name, p in tagger.named_parameters() if p.requires_grad}
    assert trained, "the tagger has no trainable parameter"
    optimizer = torch.optim.Adam(trained.values(), lr=LEARNING_RATE)
    before = _gold_loss(tagger.eval(), encoded).item()
    for _ in range(STEPS):
        optimizer.zero_grad()
        with Doing("a training step on all sentences"):
            _gold_loss(tagger.train(), encoded).backward()
        for name, parameter in trained.items():
            assert parameter.grad is not None, f"no gradient reaches the parameter {name}"
            assert parameter.grad.isfinite().all(), f"the gradient of {name} is not finite"
        optimizer.step()
    after = _gold_loss(tagger.eval(), encoded).item()
    assert after < before, (
        f"{STEPS} training steps on all sentences did not lower the loss: {before:.4f} before, "
        f"{after:.4f} after"
    )


def _gold_loss(tagger: Tagger, encoded: Sequence[EncodedSentence]) -> Tensor:
    batch = tagger.collate(encoded).to(tagger.device)
    return -tagger(batch).chain.log_prob(batch.labels).mean()


@torch.no_grad()
def _check_looking(tagger: Tagger, encoded: Sequence[EncodedSentence]) -> None:
    with Doing("looking at the hidden states of all sentences"):
        batch = tagger.eval().collate(encoded).to(tagger.device)
        plain, seen = tagger(batch), tagger(batch, Inside(hidden=True))
    expected = tuple(batch.mask.shape)
    for number, layer in enumerate(seen.states.hidden):
        found = tuple(layer.shape)
        assert len(found) == 3 and found[:2] == expected, (
            f"the hidden states of layer {number} have the shape {list(found)}; it should be "
            f"[B, T, width], with [B, T] = {list(expected)}"
        )
    same = torch.allclose(plain.hidden[batch.mask], seen.hidden[batch.mask], rtol=1e-4, atol=1e-5)
    assert same, "the tagger says something else when its hidden states are looked at"


def _check_strange_tokens(tagger: Tagger) -> None:
    with Doing("encoding tokens that were never seen"):
        encoded = [tagger.encode(STRANGE), tagger.encode(Sentence(STRANGE.tokens[:1]))]
    _check_numbers(tagger, encoded, "running on them")


def _check_saving(
    tagger: Tagger, tree: dict[str, Any], sentences: Sequence[Sentence], run: RunDirectory
) -> None:
    with Doing("saving the tagger"):
        run.write_config({"model": tree}, plugins={})
        run.save_tagger(tagger)
    with Doing("loading the saved tagger"):
        loaded = run.load_tagger()
    check_same(tagger, loaded, sentences)
