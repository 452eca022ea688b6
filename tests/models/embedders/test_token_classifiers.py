"""Models for token classification of every architecture."""

import shutil

import torch
from transformers import AutoConfig, AutoModelForTokenClassification

from mgkd.data import Sentence
from mgkd.models import LabelMapping, TokenClassifier, label_names

SHORT, LONG = Sentence(("a", "我", "b")), Sentence(("a", "我", "b", "在") * 30)
TAGS = ("O", "B-PER", "I-PER")


def test_a_token_has_the_softmax_of_its_piece(architecture, tmp_path):
    shutil.copytree(architecture, tmp_path, dirs_exist_ok=True)
    config = AutoConfig.from_pretrained(architecture, id2label=dict(enumerate(TAGS)))
    with torch.random.fork_rng():
        torch.manual_seed(2)
        own = AutoModelForTokenClassification.from_config(config).eval()
    own.save_pretrained(tmp_path)
    mapping = LabelMapping(label_names(str(tmp_path)))
    classifier = TokenClassifier(str(tmp_path), mapping, overlap=8)
    assert classifier.parameter_count() == own.num_parameters()
    chain = classifier.chain([SHORT, LONG])
    assert chain.lengths.tolist() == [3, 120]
    aligned = classifier._logits
    inputs = aligned.collate([aligned.encode(SHORT.tokens)])
    with torch.no_grad():
        logits = own(input_ids=inputs.pieces, attention_mask=inputs.attention).logits
    expected = logits.flatten(0, 1)[inputs.source].log_softmax(-1)
    assert torch.allclose(chain.emissions[0, :3], expected, atol=1e-4)
