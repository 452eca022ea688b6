"""A small trained tagger, and finished runs of it."""

import pytest
import torch

from mgkd.config import build
from mgkd.data import Labels
from mgkd.deployment import RunDirectory
from mgkd.evaluation import Results, Size, Speed, Training, score_spans
from mgkd.models import Tagger, learning_from, predict_spans
from mgkd.testing import SENTENCES

MODEL = {
    "embedder": {"type": "word", "size": 12, "dropout": 0.0},
    "encoder": {"type": "bilstm", "hidden_size": 12, "dropout": 0.0},
    "decoder": {"type": "crf"},
}


@pytest.fixture(scope="session")
def trained() -> Tagger:
    """A tagger that knows the sample sentences by heart."""
    with torch.random.fork_rng():
        torch.manual_seed(1)
        labels = Labels.of(SENTENCES)
        tagger = build(Tagger, MODEL, labels=labels, equip=learning_from(SENTENCES))
        encoded = [tagger.encode(sentence) for sentence in SENTENCES]
        batch = tagger.collate(encoded)
        optimizer = torch.optim.Adam(tagger.parameters(), lr=0.02)
        for _ in range(40):
            optimizer.zero_grad()
            (-tagger(batch).chain.log_prob(batch.labels).mean()).backward()
            optimizer.step()
    assert predict_spans(tagger, encoded) == [sentence.spans for sentence in SENTENCES]
    return tagger.eval()


@pytest.fixture
def config() -> dict:
    """What a config file would say, as far as a run directory reads it."""
    return {"corpus": {"name": "samples", "splitter": {"type": "characters"}}, "model": MODEL}


@pytest.fixture
def results() -> Results:
    """What was measured of it."""
    perfect = score_spans(SENTENCES, [sentence.spans for sentence in SENTENCES])
    return Results(
        name="samples",
        fingerprint="f" * 64,
        tested_on="d" * 64,
        encoder="vectors of tokens",
        dev=perfect,
        test=perfect,
        size=Size(parameters=4321, bytes=17_284),
        speed=Speed(sentences_per_second=9.0, sentences=8, batch_size=4, device="cpu", threads=1),
        training=Training(best_epoch=2, epochs=3, steps=9, seconds=1.5, seed=13, sentences=8),
    )


@pytest.fixture
def run(tmp_path, trained, config, results) -> RunDirectory:
    """A finished run of the trained tagger."""
    run = RunDirectory(tmp_path / "run")
    run.claim(replace=False)
    run.write_config(config, plugins={})
    run.save_tagger(trained)
    run.write_results(results)
    return run
