import pickle

import numpy as np
import pytest
import torch

from mgkd.config import UserError, build
from mgkd.data import Labels, StoredSentences
from mgkd.data.records import write_records
from mgkd.models import (
    EncodedInMemory,
    EncodedOnDisk,
    Tagger,
    encode_unlabelled,
    learning_from,
    predict_spans,
)


def test_on_disk_as_in_memory(small_tagger, samples, tmp_path):
    in_memory = EncodedInMemory(small_tagger, samples)
    on_disk = EncodedOnDisk(small_tagger, samples, tmp_path / "folder" / "a.records")
    assert list(on_disk.lengths) == in_memory.lengths == [len(s) for s in samples]
    assert list(on_disk) == list(in_memory)


def test_what_a_pretrained_encoder_needs_is_kept_too(bert, samples, tmp_path):
    tree = {"embedder": {"type": "pretrained_transformer", "model": str(bert), "overlap": 2}}
    equip = learning_from(samples)
    tagger = build(Tagger, {**tree, "decoder": "crf"}, labels=Labels.of(samples), equip=equip)
    on_disk = EncodedOnDisk(tagger, samples, tmp_path / "a.records")
    assert list(on_disk) == list(EncodedInMemory(tagger, samples))


def test_encodings_are_found_again(small_tagger, samples, tmp_path, monkeypatch):
    path = tmp_path / "a.records"
    first = list(EncodedOnDisk(small_tagger, samples, path))
    monkeypatch.setattr(small_tagger.embedder, "encode", None)
    assert list(EncodedOnDisk(small_tagger, samples, path)) == first


def test_another_file_is_refused(small_tagger, samples, tmp_path):
    path = tmp_path / "a.records"
    EncodedOnDisk(small_tagger, samples, path)
    with pytest.raises(UserError, match="holds other sentences"):
        EncodedOnDisk(small_tagger, samples[1:], path)
    path.write_bytes(path.read_bytes()[:-3])
    with pytest.raises(
        UserError, match="was cut off, or is no file of records of this version; delete it"
    ):
        EncodedOnDisk(small_tagger, samples, path)


class Trap:
    def __reduce__(self):
        return print, ("code was executed",)


def test_a_file_executes_nothing(small_tagger, samples, tmp_path, capsys):
    path = tmp_path / "a.records"
    with path.open("wb") as file:
        write_records(file, ((pickle.dumps((Trap(), None)), len(s)) for s in samples))
    with pytest.raises(pickle.UnpicklingError, match=r"builtins\.print"):
        EncodedOnDisk(small_tagger, samples, path)[0]
    assert "executed" not in capsys.readouterr().out


@pytest.mark.parametrize("encoding", [Trap(), np.zeros(2), torch.zeros(2), lambda: 1])
def test_what_cannot_be_kept_is_refused_when_it_is_made(
    small_tagger, samples, tmp_path, monkeypatch, encoding
):
    monkeypatch.setattr(small_tagger.embedder, "encode", lambda tokens: encoding)
    with pytest.raises(UserError, match=r"cannot be kept on disk: .*; set storage to 'memory'"):
        EncodedOnDisk(small_tagger, samples, tmp_path / "a.records")
    assert not list(tmp_path.iterdir())


def test_stored_sentences_are_predicted_alike(small_tagger, samples, tmp_path):
    stored = StoredSentences(samples, tmp_path)
    expected = predict_spans(small_tagger, encode_unlabelled(small_tagger, samples))
    found = predict_spans(small_tagger, encode_unlabelled(small_tagger, stored), 2, 16)
    assert found == expected and any(found)
