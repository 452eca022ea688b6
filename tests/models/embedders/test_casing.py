import pytest
import torch

from mgkd.models import CasingEmbedder
from mgkd.models.embedders.casing import Casing
from mgkd.testing import check_tagger

EXAMPLES = {
    Casing.LOWER: ["left", "ß", "o'clock", "x2y", "élan"],
    Casing.UPPER: ["NATO", "A", "O.K.", "U2", "Ω"],
    Casing.TITLE: ["Nora", "'Tis", "Élan", "Bergen-", "ǅep"],
    Casing.MIXED: ["McNair", "iPod", "NoraLund", "eBay", "aB"],
    Casing.DIGITS: ["1984", "7", "٣"],
    Casing.MOSTLY_DIGITS: ["19:45", "1,000", "3rd22", "20x"],
    Casing.OTHER: [".", "在", "½", "1.", "\u200b", "\ufffd", "👩\u200d🔬", "--", "٣."],
}


@pytest.mark.parametrize("expected", Casing)
def test_classes(expected):
    found = {token: Casing.of(token) for token in EXAMPLES[expected]}
    assert found == dict.fromkeys(found, expected)


def test_a_number_of_its_own_for_each_class():
    embedder = CasingEmbedder(size=None)
    embedder.prepare([])
    tokens = [examples[0] for examples in EXAMPLES.values()]
    found = embedder(embedder.collate([embedder.encode(tokens), embedder.encode(["a"])]))
    assert torch.equal(found[0], torch.eye(len(Casing)))
    assert not found[1, 1:].any()
    assert list(embedder.parameters()) == []


def test_encodings_take_a_byte_a_token():
    assert CasingEmbedder().encode(["Nora", "left"]) == bytes([Casing.TITLE, Casing.LOWER])


@pytest.mark.parametrize("size", [3, None])
def test_a_tagger_on_it_keeps_its_promises(size):
    check_tagger({"embedder": {"type": "casing", "size": size}, "decoder": "crf"})
