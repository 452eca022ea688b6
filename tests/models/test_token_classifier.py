import shutil

import pytest
import torch
from transformers import BertForTokenClassification

from mgkd.config import UserError
from mgkd.data import Labels, Sentence
from mgkd.models.label_mapping import LabelMapping
from mgkd.models.token_classifier import TokenClassifier, label_names

TAGS = ("B-PER", "O", "I-PER")
WORDS = Sentence(("abc", "d", "ab", "\u200b", "我"))
LONG = Sentence(("abc", "d", "ab", "我", "cd", "在", "dab", "北", "b", "京", "ca", "bad"))


@pytest.fixture(scope="module")
def folder(classifier):
    return classifier(*TAGS)


def loaded(folder, **options) -> TokenClassifier:
    return TokenClassifier(
        str(folder), LabelMapping(label_names(str(folder))), overlap=2, **options
    )


def own_log_probs(folder, pieces) -> torch.Tensor:
    """[pieces, labels]: what the library's model says of pieces with [CLS] and [SEP] around."""
    model = BertForTokenClassification.from_pretrained(folder).eval()
    with torch.no_grad():
        logits = model(input_ids=torch.tensor([[2, *pieces, 3]])).logits
    return logits[0, 1:-1].log_softmax(-1)


def test_labels_and_size(folder):
    assert label_names(str(folder)) == list(TAGS)
    model = loaded(folder)
    assert model.labels == Labels(["PER"])
    whole = BertForTokenClassification.from_pretrained(folder)
    assert model.parameter_count() == whole.num_parameters()


@pytest.mark.parametrize(
    ("pooling", "wanted"), [("first", [0, 3, 4, 6, 7]), ("last", [2, 3, 5, 6, 7])]
)
def test_the_chain_is_the_models_softmax_at_one_piece_of_each_token(folder, pooling, wanted):
    """Pieces: a ##b ##c | d | a ##b | [UNK] for what the tokenizer drops | 我."""
    expected = own_log_probs(folder, [5, 10, 11, 8, 5, 10, 1, 13])[wanted][:, [1, 0, 2]]
    chain = loaded(folder, pooling=pooling).chain([WORDS])
    assert torch.allclose(chain.emissions[0], expected, atol=1e-5)
    assert not (chain.transitions.any() or chain.start.any() or chain.end.any())
    assert chain.log_partition().item() == pytest.approx(0, abs=1e-4)


def test_the_mean_is_over_the_logits_of_the_pieces(folder):
    model = BertForTokenClassification.from_pretrained(folder).eval()
    with torch.no_grad():
        logits = model(input_ids=torch.tensor([[2, 5, 10, 11, 3]])).logits[0, 1:-1]
    chain = loaded(folder, pooling="mean").chain([Sentence(("abc",))])
    expected = logits.mean(0).log_softmax(-1)[[1, 0, 2]]
    assert torch.allclose(chain.emissions[0, 0], expected, atol=1e-5)


def test_long_sentences_and_batches_change_nothing(folder):
    model = loaded(folder)
    together = model.chain([WORDS, LONG])
    assert together.lengths.tolist() == [5, 12]
    for row, sentence in enumerate([WORDS, LONG]):
        alone = model.chain([sentence]).emissions[0]
        assert torch.allclose(together.emissions[row, : len(sentence)], alone, atol=1e-5)


def test_a_model_without_a_classifier_is_refused(bert, tmp_path):
    mapping = LabelMapping(("O", "B-A"))
    with pytest.raises(UserError, match=r"lacks 2 weights of its architecture .* classifier"):
        TokenClassifier(str(bert), mapping, overlap=2)


def test_a_model_that_is_not_there(tmp_path):
    with pytest.raises(UserError, match="no such encoder folder"):
        label_names(str(tmp_path / "nowhere"))


def test_a_limit_beyond_the_models_is_refused(folder):
    with pytest.raises(UserError, match="at most 12 pieces"):
        loaded(folder, limit=13)


def test_half_precision_is_loaded_in_full(folder, tmp_path):
    BertForTokenClassification.from_pretrained(folder).half().save_pretrained(tmp_path)
    shutil.copy(folder / "vocab.txt", tmp_path)
    assert loaded(tmp_path).chain([WORDS]).emissions.dtype == torch.float32
