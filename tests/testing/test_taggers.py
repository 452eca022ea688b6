"""A check that never complains is worth nothing: every promise is broken once."""

import itertools

import pytest
import torch
from torch import nn

from mgkd.config import ConfigError, Supplied, temporary_registrations
from mgkd.crf import LinearChain
from mgkd.data import Labels, Sentence, Span
from mgkd.models import (
    CRF,
    Decoder,
    Encoder,
    Seen,
    States,
    WordEmbedder,
    decoders,
    embedders,
    encoders,
)
from mgkd.testing import SENTENCES, check_tagger

WORD = {"type": "word", "size": 6}
CRF_CONFIG = {"type": "crf"}


@pytest.fixture(autouse=True)
def forgetful():
    with temporary_registrations():
        yield


def check(**parts):
    check_tagger({"embedder": WORD, "decoder": CRF_CONFIG, **parts})


def encoder(forward, extra=lambda: None):
    """Registers an encoder whose forward this is; its config."""

    @encoders.register("mine")
    class Mine(Encoder):
        def __init__(self, *, input_size: Supplied[int]) -> None:
            super().__init__()
            self.output_size = input_size
            self.linear = nn.Linear(input_size, input_size)
            self.extra = extra()

        def forward(self, embedded, mask):
            return forward(self, embedded, mask)

    return {"type": "mine"}


@pytest.mark.parametrize(
    "parts",
    [
        {},
        {"decoder": {"type": "softmax"}},
        {"encoder": {"type": "bilstm", "hidden_size": 4, "layers": 2}},
        {
            "embedder": {**WORD, "bigram_size": 3, "unknown_rate": 0.3},
            "encoder": {"type": "transformer", "hidden_size": 8, "heads": 2, "layers": 1},
        },
    ],
)
def test_the_components_of_the_framework_pass(parts):
    check(**parts)


def test_a_correct_encoder_of_ones_own_passes():
    check(encoder=encoder(lambda self, x, mask: self.linear(x).tanh()))


def test_other_sentences_can_be_given():
    sentences = [Sentence(tuple("abc"), (Span(0, 2, "X"),)), Sentence(("d",), ())]
    check_tagger({"embedder": WORD, "decoder": CRF_CONFIG}, sentences)


@pytest.mark.parametrize(
    "forward, complaint",
    [
        (
            lambda self, x, mask: self.linear(x) + x.mean(dim=(0, 1)),
            "the scores of the sentence .* depend on the batch",
        ),
        (
            lambda self, x, mask: self.linear(x) / x.shape[1],
            "the scores of the sentence .* depend on the batch",
        ),
        (lambda self, x, mask: self.linear(x.detach()), "no gradient reaches the parameter embed"),
        (lambda self, x, mask: x + 0.0, "no gradient reaches the parameter encoder.linear"),
        (lambda self, x, mask: self.linear(x)[:, :-1], "running on all sentences: raised ValueErr"),
        (lambda self, x, mask: self.lin(x), "raised AttributeError"),
        (lambda self, x, mask: self.linear(x) * torch.nan, "emissions hold NaN"),
    ],
)
def test_a_broken_encoder_is_told(forward, complaint):
    with pytest.raises(AssertionError, match=complaint):
        check(encoder=encoder(forward))


def test_what_a_checkpoint_does_not_hold_is_told():
    numbers = itertools.count(1)

    def extra():
        module = nn.Module()
        module.register_buffer("offset", torch.tensor(float(next(numbers))), persistent=False)
        return module

    with pytest.raises(AssertionError, match="gives other scores on the sentence"):
        check(encoder=encoder(lambda self, x, mask: self.linear(x) + self.extra.offset, extra))


def test_a_learning_that_does_not_learn_is_told():
    @decoders.register("contrary")
    class Contrary(CRF):
        """Goes up where it should go down."""

        def forward(self, hidden, mask):
            chain = super().forward(hidden, mask)
            if self.training:
                scores = (chain.transitions, chain.start, chain.end)
                return LinearChain(-chain.emissions, *scores, mask)
            return chain

    with pytest.raises(AssertionError, match=r"training steps .* did not lower the loss"):
        check(decoder={"type": "contrary"})


def test_a_tagger_without_parameters_to_train_is_told():
    @decoders.register("frozen")
    class Frozen(Decoder):
        def __init__(self, *, input_size: Supplied[int], labels: Supplied[Labels]) -> None:
            super().__init__()
            self.emissions = nn.Linear(input_size, len(labels)).requires_grad_(False)

        def forward(self, hidden, mask):
            return LinearChain(self.emissions(hidden), mask=mask)

    @embedders.register("frozen_vectors")
    class FrozenVectors(WordEmbedder):
        def prepare(self, sentences):
            super().prepare(sentences)
            self.requires_grad_(False)

    with pytest.raises(AssertionError, match="no trainable parameter"):
        check(decoder={"type": "frozen"}, embedder={"type": "frozen_vectors", "size": 4})


def test_an_embedder_that_knows_only_what_it_has_seen_is_told():
    @embedders.register("strict")
    class Strict(WordEmbedder):
        def encode(self, tokens):
            for token in tokens:
                if token not in self.vocabulary:
                    raise KeyError(token)
            return super().encode(tokens)

    with pytest.raises(AssertionError, match="tokens that were never seen: raised KeyError"):
        check(embedder={"type": "strict", "size": 4})


def test_an_embedder_that_forgets_its_assets_is_told():
    @embedders.register("forgetful")
    class Forgetful(WordEmbedder):
        def save_assets(self, directory):
            pass

    with pytest.raises(AssertionError, match=r"loading the saved .* lacks vocabulary\.json"):
        check(embedder={"type": "forgetful", "size": 4})


def test_a_vocabulary_that_comes_back_in_another_order_is_told():
    @embedders.register("shuffled")
    class Shuffled(WordEmbedder):
        def load_assets(self, directory):
            super().load_assets(directory)
            self.vocabulary = type(self.vocabulary)(self.vocabulary.to_json()[::-1])

    with pytest.raises(AssertionError, match="saved and loaded, the tagger gives other scores"):
        check(embedder={"type": "shuffled", "size": 4})


def test_a_wrong_config_is_a_config_error():
    with pytest.raises(ConfigError, match=r"model\.encoder\.hiden_size"):
        check(encoder={"type": "bilstm", "hiden_size": 4})


def test_the_random_state_is_left_as_it_was():
    torch.manual_seed(3)
    expected = torch.rand(2)
    torch.manual_seed(3)
    check()
    assert torch.equal(torch.rand(2), expected)


def test_the_samples_hold_what_they_promise():
    lengths = {len(sentence) for sentence in SENTENCES}
    assert 1 in lengths
    assert max(lengths) > 10
    assert any(not sentence.spans for sentence in SENTENCES)
    touching = [
        before.end == after.start
        for sentence in SENTENCES
        for before, after in itertools.pairwise(sentence.spans)
    ]
    assert any(touching)
    assert len(Labels.of(SENTENCES).types) == 3


def looked_at(look):
    """An encoder that does what it should, and tells of its states like this."""
    config = encoder(lambda self, embedded, mask: self.linear(embedded))
    encoders.get("mine").look = look
    return config


def test_states_of_another_shape_are_named():
    def flat(self, embedded, mask, inside):
        return Seen(self(embedded, mask), States((embedded.flatten(1),)))

    with pytest.raises(AssertionError, match="hidden states of layer 1 have the shape"):
        check(encoder=looked_at(flat))


def test_looking_must_not_change_what_is_said():
    def other(self, embedded, mask, inside):
        return Seen(2 * self(embedded, mask), States((embedded,)))

    with pytest.raises(AssertionError, match="something else when its hidden states are looked at"):
        check(encoder=looked_at(other))
