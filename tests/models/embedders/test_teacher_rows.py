import pytest
import torch

from mgkd.config import UserError, build
from mgkd.data import Labels, Sentence
from mgkd.models import TeacherRows, WordEmbedder, learning_from
from mgkd.models.tagger import Tagger
from mgkd.testing import check_tagger

SENTENCES = [Sentence(tuple("abab")), Sentence(tuple("aceb"))]
LABELS = Labels(["A"])


def teacher_with(embedder) -> Tagger:
    tree = {"embedder": embedder, "decoder": {"type": "crf"}}
    sentences = [*SENTENCES, Sentence(tuple("cdcdd"))]
    return build(Tagger, tree, labels=LABELS, equip=learning_from(sentences))


@pytest.fixture
def teacher() -> Tagger:
    torch.manual_seed(3)
    return teacher_with({"type": "word", "size": 5, "bigram_size": 2, "bigram_min_count": 1})


def heir(teacher, **options) -> TeacherRows:
    embedder = TeacherRows(**{"dropout": 0.0, **options})
    embedder.prepare(SENTENCES)
    embedder.inherit(teacher)
    return embedder


def same_up_to_a_factor(found, rows) -> bool:
    """Whether inner products are."""
    own, teachers = found @ found.T, rows @ rows.T
    return torch.allclose(own, own.trace() / teachers.trace() * teachers, atol=1e-4)


@pytest.mark.parametrize("size", [5, 8])
def test_tokens_are_to_each_other_as_the_teachers(teacher, size):
    tokens = ["a", "b", "c", "e"]
    rows = teacher.embedder.token_vectors(tokens)
    found = heir(teacher, size=size).token_vectors(tokens)
    assert found.shape == (4, size)
    assert same_up_to_a_factor(found, rows)
    assert found.square().mean().item() == pytest.approx(1, abs=1e-5)


def test_a_sentence_gets_the_vectors_of_its_tokens(teacher):
    embedder = heir(teacher, size=3)
    found = embedder(embedder.collate([embedder.encode(tuple("abx")), embedder.encode(("c",))]))
    known = embedder.token_vectors(["a", "b", "c", "e"])
    assert torch.equal(found[0, :2], known[:2])
    assert torch.equal(found[1, 0], known[2])
    assert torch.allclose(found[0, 2], known.mean(dim=0), atol=1e-6)  # a token never seen
    assert not found[1, 1:].any()


def test_a_pretrained_teacher_gives_the_vectors_of_pieces(bert):
    teacher = teacher_with({"type": "pretrained_transformer", "model": str(bert), "overlap": 2})
    tokens = ["a", "b", "c", "e"]
    rows = teacher.embedder.token_vectors(tokens)
    found = heir(teacher, size=4).token_vectors(tokens)
    assert same_up_to_a_factor(found, rows)


def test_the_teachers_vectors_stay_as_they_are(teacher):
    before = teacher.embedder.vectors.weight.clone()
    embedder = heir(teacher, size=5)
    with torch.no_grad():
        embedder.words.vectors.weight += 1
    assert torch.equal(teacher.embedder.vectors.weight, before)


@pytest.mark.parametrize("trainable", [True, False])
def test_vectors_are_trained_if_they_should(teacher, trainable, tmp_path):
    embedder = heir(teacher, size=3, trainable=trainable)
    embedder.save_assets(tmp_path)
    loaded = TeacherRows(size=3, trainable=trainable)
    loaded.load_assets(tmp_path)
    loaded.load_state_dict(embedder.state_dict())
    for each in (embedder, loaded):
        assert [p.requires_grad for p in each.parameters()] == [trainable]
    assert torch.equal(loaded.token_vectors(["a", "x"]), embedder.token_vectors(["a", "x"]))


def test_a_teacher_whose_tokens_have_no_vectors(teacher, monkeypatch):
    monkeypatch.setattr(WordEmbedder, "token_vectors", lambda self, tokens: None)
    message = r"its embedder \(vectors of tokens and bigrams\) has none; choose another teacher"
    with pytest.raises(UserError, match=message):
        heir(teacher)


def test_nothing_to_take_over_where_all_tokens_are_rare(teacher):
    embedder = heir(teacher, size=3, min_count=100)
    assert embedder.token_vectors(["a"]).isfinite().all()


@pytest.mark.parametrize("trainable", [True, False])
def test_a_tagger_keeps_its_promises_with_it(small_tagger, trainable):
    parts = {
        "embedder": {"type": "teacher_rows", "size": 6, "trainable": trainable},
        "decoder": {"type": "crf"},
    }
    check_tagger(parts, teacher=small_tagger)
