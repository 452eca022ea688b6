import json
import shutil
import sys

import pytest
import torch
from transformers import BertConfig, BertModel, RobertaModel

from mgkd.config import UserError
from mgkd.models.embedders.checkpoints import identity, load_architecture, load_pretrained


@pytest.fixture
def folder(bert, tmp_path):
    """A copy of the tiny BERT that a test may spoil."""
    copy = tmp_path / "encoder"
    shutil.copytree(bert, copy)
    return copy


def configure(folder, **changes):
    path = folder / "config.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **changes}))


def refusal(name) -> str:
    with pytest.raises(UserError) as caught:
        load_pretrained(str(name))
    return str(caught.value)


def test_special_pieces_limit_and_weights(bert):
    loaded = load_pretrained(str(bert))
    special = loaded.special
    assert (special.prefix, special.suffix) == ([2], [3])
    assert (special.unknown, special.padding) == (1, 0)
    assert loaded.limit == 12
    assert loaded.transformer.pooler is None
    stored = BertModel.from_pretrained(bert).state_dict()
    assert all(torch.equal(w, stored[name]) for name, w in loaded.transformer.state_dict().items())


def test_half_precision_is_loaded_in_full(bert, folder):
    BertModel.from_pretrained(bert).half().save_pretrained(folder)
    configure(folder, dtype="float16")
    loaded = load_pretrained(str(folder))
    assert {p.dtype for p in loaded.transformer.parameters()} == {torch.float32}


def test_the_tokenizers_own_limit_counts(folder):
    (folder / "tokenizer_config.json").write_text(json.dumps({"model_max_length": 9}))
    assert load_pretrained(str(folder)).limit == 9


def test_a_pooler_may_be_missing(bert, folder):
    BertModel(BertConfig.from_pretrained(bert), add_pooling_layer=False).save_pretrained(folder)
    assert load_pretrained(str(folder)).limit == 12


def test_architecture_alone_needs_no_weights(folder):
    (folder / "model.safetensors").unlink()
    assert load_architecture(folder).transformer.config.hidden_size == 8


def test_a_missing_folder(tmp_path):
    message = refusal(tmp_path / "nowhere")
    assert f"no such encoder folder: {tmp_path / 'nowhere'}" in message
    assert "config.json" in message


def test_a_name_that_cannot_be_had_without_a_network():
    message = refusal("nobody/nothing-at-all")
    assert "'nobody/nothing-at-all' could not be loaded" in message
    assert "--var encoder=DIR" in message


@pytest.mark.parametrize("keep", [0, 500])
def test_weights_that_are_cut_off(folder, keep):
    weights = folder / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:keep])
    message = refusal(folder)
    assert "could not be loaded" in message
    assert "all complete" in message


def test_weights_that_are_missing(folder):
    (folder / "model.safetensors").unlink()
    assert "could not be loaded" in refusal(folder)


def test_a_layer_that_is_missing(folder):
    configure(folder, num_hidden_layers=3)
    message = refusal(folder)
    assert "lacks 16 weights" in message
    assert "encoder.layer.2" in message


def test_weights_of_another_size(folder):
    configure(folder, intermediate_size=10)
    message = refusal(folder)
    assert "another size" in message
    assert "intermediate" in message


def test_a_folder_without_a_tokenizer(folder):
    (folder / "vocab.txt").unlink()
    assert "has no tokenizer" in refusal(folder)


def test_a_config_that_is_no_json(folder):
    (folder / "config.json").write_text("{")
    assert "could not be loaded" in refusal(folder)


def test_identity_of_what_is_not_there(tmp_path):
    with pytest.raises(UserError, match="no such encoder folder"):
        identity(str(tmp_path / "nowhere"))
    with pytest.raises(UserError, match="could not be loaded"):
        identity("nobody/nothing-at-all")


def test_positions_before_the_first_usable_one_do_not_count(roberta):
    loaded = load_pretrained(str(roberta))
    assert isinstance(loaded.transformer, RobertaModel)
    assert loaded.limit == 18
    assert (loaded.special.prefix, loaded.special.suffix) == ([0], [2])
    assert loaded.special.padding == 1


def test_a_sentencepiece_model_without_what_reads_it(model_of, tmp_path, monkeypatch):
    folder = tmp_path / "encoder"
    shutil.copytree(model_of("xlm-roberta"), folder)
    (folder / "tokenizer.json").rename(folder / "sentencepiece.bpe.model")
    for package in ("sentencepiece", "tiktoken"):
        monkeypatch.setitem(sys.modules, package, None)
    assert "pip install sentencepiece protobuf" in refusal(folder)


def test_where_no_piece_is_unknown_the_mask_stands_for_what_has_none(model_of, tmp_path):
    folder = tmp_path / "encoder"
    shutil.copytree(model_of("modernbert"), folder)
    settings = json.loads((folder / "tokenizer_config.json").read_text())
    del settings["unk_token"]
    (folder / "tokenizer_config.json").write_text(json.dumps(settings))
    special = load_pretrained(str(folder)).special
    assert (special.unknown, special.padding) == (4, 0)
    del settings["mask_token"]
    (folder / "tokenizer_config.json").write_text(json.dumps(settings))
    assert "no unknown piece" in refusal(folder)


def test_spaces_that_are_pieces_alone(bert, model_of):
    assert load_pretrained(str(bert)).special.blanks == frozenset()
    for architecture, space in (("xlm-roberta", "▁"), ("modernbert", "Ġ")):
        loaded = load_pretrained(str(model_of(architecture)))
        assert loaded.special.blanks == {loaded.tokenizer.convert_tokens_to_ids(space)}
