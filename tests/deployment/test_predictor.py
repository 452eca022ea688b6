import math

import pytest
import torch

from mgkd.crf import LinearChain
from mgkd.data import CharacterSplitter, Labels, Sentence, WordSplitter
from mgkd.deployment import Entity, Prediction, Predictor
from mgkd.models import Equip, chains, encode_unlabelled, entity_log_probs

TEXT = "李雷和韩梅梅昨天到了昆明。"


@pytest.fixture
def predictor(trained) -> Predictor:
    return Predictor(trained, CharacterSplitter(), batch_size=2)


def found(prediction: Prediction) -> list[tuple[int, int, str, str]]:
    return [(e.start, e.end, e.text, e.label) for e in prediction.entities]


def test_entities_are_places_in_the_text(predictor):
    [prediction] = predictor.predict([TEXT])
    assert prediction.text == TEXT
    assert found(prediction) == [
        (0, 2, "李雷", "PER"),
        (3, 6, "韩梅梅", "PER"),
        (10, 12, "昆明", "LOC"),
    ]


def test_spaces_belong_to_the_text_but_to_no_token(predictor):
    spaced = "  李 雷和韩梅梅 昨天到了\t昆\u3000明。 "
    [prediction] = predictor.predict([spaced])
    assert prediction.text == spaced
    assert [e.text for e in prediction.entities] == ["李 雷", "韩梅梅", "昆\u3000明"]
    assert all(spaced[e.start : e.end] == e.text for e in prediction.entities)


def test_characters_beyond_the_basic_plane_count_as_one(predictor):
    emoji = "👩\u200d🔬🎉" + TEXT
    [prediction] = predictor.predict([emoji])
    assert prediction.text == emoji
    for entity in prediction.entities:
        assert emoji[entity.start : entity.end] == entity.text
    assert "昆明" in [e.text for e in prediction.entities]


@pytest.mark.parametrize("text", ["", "   ", "\t\u3000"])
def test_a_text_without_tokens_has_no_entities(predictor, text):
    assert predictor.predict([text, TEXT, text])[::2] == [Prediction(text, ())] * 2


def test_tokens_are_joined_by_spaces(predictor):
    tokens = ["Nora", "Lund", "left", "Bergen", "at", "noon", "."]
    [prediction] = predictor.predict([tokens])
    assert prediction.text == "Nora Lund left Bergen at noon ."
    assert found(prediction) == [(0, 9, "Nora Lund", "PER"), (15, 21, "Bergen", "LOC")]
    assert predictor.predict([[]]) == [Prediction("", ())]


def test_words_are_split_as_the_splitter_says(trained):
    predictor = Predictor(trained, WordSplitter())
    [prediction] = predictor.predict(["Nora Lund left Bergen at noon."])
    assert found(prediction) == [(0, 9, "Nora Lund", "PER"), (15, 21, "Bergen", "LOC")]


def test_probabilities_are_exact(predictor, trained):
    [prediction] = predictor.predict([TEXT])
    encoded = encode_unlabelled(trained, [Sentence(tuple(TEXT))])
    [(_, chain)] = chains(trained, encoded, 1)
    spans = [(0, span) for span in trained.labels.decode(chain.viterbi().paths[0].tolist())]
    expected = entity_log_probs(chain, trained.labels, spans).exp().tolist()
    assert [e.probability for e in prediction.entities] == pytest.approx(expected)
    assert all(0 < e.probability <= 1 for e in prediction.entities)


def test_the_batch_changes_nothing(predictor):
    texts = [TEXT, "我在青岛大学读书", "", "谢谢小林昆明见！", "好", TEXT[:5]]
    together = predictor.predict(texts)
    assert sum(len(p.entities) for p in together) > 4
    for text, prediction in zip(texts, together, strict=True):
        [alone] = predictor.predict([text])
        assert found(alone) == found(prediction)
        for one, other in zip(alone.entities, prediction.entities, strict=True):
            assert math.isclose(one.probability, other.probability, rel_tol=1e-4)


def test_a_stream_reads_only_so_far_ahead(predictor):
    read = []

    def texts():
        for number in range(10):
            read.append(number)
            yield TEXT

    stream = predictor.stream(texts(), ahead=3)
    assert read == []
    first = next(stream)
    assert read == [0, 1, 2]
    assert found(first) == found(predictor.predict([TEXT])[0])
    assert len(list(stream)) == 9


def test_a_stream_of_nothing(predictor):
    assert list(predictor.stream([])) == []


def test_a_run_directory_predicts(run):
    [prediction] = Predictor.load(run.path).predict([TEXT])
    assert [e.text for e in prediction.entities] == ["李雷", "韩梅梅", "昆明"]
    [same] = Predictor.load(str(run.path), batch_size=1).predict([TEXT])
    assert found(same) == found(prediction)


def test_illegal_pieces_of_a_softmax_are_no_entities(trained):
    labels = Labels(["PER"])
    tagger = type(trained)(
        trained.embedder,
        lambda **_: torch.nn.Identity(),
        labels=labels,
        equip=Equip(lambda embedder: None),
    )
    emissions = torch.tensor([[[0.0, 0.0, 9.0], [0.0, 9.0, 0.0], [0.0, 0.0, 9.0]]])
    tagger.decoder.forward = lambda hidden, mask: LinearChain(emissions, mask=mask)
    [prediction] = Predictor(tagger, CharacterSplitter()).predict(["abc"])
    assert [(e.start, e.end, e.label) for e in prediction.entities] == [(1, 3, "PER")]
    expected = math.exp(18) / (math.exp(9) + 2) ** 2
    assert isinstance(prediction.entities[0], Entity)
    assert prediction.entities[0].probability == pytest.approx(expected, rel=1e-4)
