import json
import shutil

import pytest
import torch

from mgkd.config import UserError, build, check
from mgkd.data import Labels, Sentence
from mgkd.deployment import RunDirectory
from mgkd.models import Embedder, PretrainedVectors, Tagger, learning_from
from mgkd.testing import check_tagger
from mgkd.testing.saving import check_same

TRAINING = [Sentence(("Nora", "left", "Bergen", "."))]
NORA = [1.5, 0.5, -0.5, 0.2]
BERGEN = [0.2, 0.4, 0.6, 0.8]


@pytest.fixture
def glove(vector_files):
    return vector_files / "glove.txt"


def prepared(file, sentences=TRAINING, **options) -> PretrainedVectors:
    embedder = PretrainedVectors(file, **{"dropout": 0.0, "extra_rows": 0, **options})
    embedder.prepare(sentences)
    return embedder


def vectors(embedder, *tokens):
    with torch.no_grad():
        return embedder(embedder.collate([embedder.encode(tokens)]))[0]


def test_a_token_has_the_row_of_its_spelling_or_else_of_its_lowercased_one(glove):
    embedder = prepared(glove)
    found = vectors(embedder, "Nora", "Bergen", "bergen", "BERGEN")
    assert torch.allclose(found, torch.tensor([NORA, BERGEN, BERGEN, BERGEN]))
    exactly = prepared(glove, lowercase_fallback=False)
    assert not vectors(exactly, "Bergen", "BERGEN").any()
    assert exactly.vocabulary.to_json() == [".", "Nora"]


def test_the_exact_spelling_comes_first(tmp_path):
    file = tmp_path / "vectors"
    file.write_text("us 1 2\nUS 3 4\n", encoding="utf-8")
    embedder = prepared(file, [Sentence(("US",))])
    assert vectors(embedder, "US", "us", "Us").tolist() == [[3, 4], [1, 2], [1, 2]]


def test_without_a_row_it_has_the_unknown_vector_which_is_trained(glove):
    embedder = prepared(glove)
    torch.nn.init.normal_(embedder.unknown)
    assert torch.equal(vectors(embedder, "left")[0], embedder.unknown)
    embedder(embedder.collate([embedder.encode(("Nora", "left"))])).sum().backward()
    assert embedder.unknown.grad.tolist() == [1.0] * 4
    assert embedder.rows.weight.grad is None


@pytest.mark.parametrize("trainable", [True, False])
def test_rows_are_trained_or_frozen(glove, trainable):
    embedder = prepared(glove, trainable=trainable)
    trained = {name for name, p in embedder.named_parameters() if p.requires_grad}
    assert trained == ({"unknown", "rows.weight"} if trainable else {"unknown"})


def test_rows_of_the_front_serve_tokens_that_training_lacks(glove):
    assert prepared(glove).vocabulary.to_json() == [".", "Nora", "bergen"]
    more = prepared(glove, extra_rows=1)
    assert more.vocabulary.to_json() == ["the", ".", "Nora", "bergen"]
    assert vectors(more, "The")[0].tolist() == pytest.approx([0.1, -0.2, 0.3, 0.5])


def test_coverage_is_said(glove):
    assert PretrainedVectors(glove).describe() == "vectors of glove.txt"
    said = "vectors of glove.txt (75.0% of the training tokens)"
    assert prepared(glove).describe() == said


def test_what_of_the_file_is_not_used_is_said(tmp_path):
    file = tmp_path / "vectors"
    file.write_bytes(b"a 1 2\n\xff 3 4\na 5 6\n")
    embedder = prepared(file, [Sentence(("a",))])
    assert embedder.describe().endswith(
        "(100.0% of the training tokens, 1 repeated row left out, 1 row without a word in UTF-8)"
    )


def test_a_file_for_other_sentences_is_refused(glove):
    with pytest.raises(UserError, match=r"glove\.txt has a row for no token"):
        prepared(glove, [Sentence(("昨天",))], extra_rows=5)


def test_a_file_that_is_not_there(tmp_path, glove):
    tree = {"type": "vectors", "file": str(glove.with_name("glove.tx"))}
    [problem] = check(Embedder, tree)
    assert problem.path == "file" and "nearest in its folder: glove.txt" in problem.message


def test_provenance_follows_the_content_not_the_path(glove, tmp_path):
    copy = tmp_path / "elsewhere"
    shutil.copy(glove, copy)
    assert PretrainedVectors(copy).provenance() == PretrainedVectors(glove).provenance()
    copy.write_text("other 1 2\n", encoding="utf-8")
    assert PretrainedVectors(copy).provenance() != PretrainedVectors(glove).provenance()


@pytest.mark.parametrize("trainable", [True, False])
def test_a_tagger_on_it_keeps_its_promises(vector_files, trainable):
    file = str(vector_files / "fasttext.vec")
    embedder = {"type": "vectors", "file": file, "trainable": trainable}
    check_tagger({"embedder": embedder, "decoder": "crf"})


def test_a_run_needs_the_file_no_more(glove, samples, tmp_path):
    file = tmp_path / "vectors.txt"
    shutil.copy(glove, file)
    model = {"embedder": {"type": "vectors", "file": str(file)}, "decoder": {"type": "crf"}}
    labels = Labels.of(samples)
    tagger = build(Tagger, model, labels=labels, equip=learning_from(samples)).eval()
    run = RunDirectory(tmp_path / "run")
    run.write_config({"model": model})
    run.save_tagger(tagger)
    file.unlink()
    loaded = run.load_tagger()
    assert loaded.embedder.describe() == tagger.embedder.describe()
    check_same(tagger, loaded, samples)


def test_what_is_saved_is_what_is_in_use(glove, tmp_path):
    embedder = prepared(glove)
    embedder.save_assets(tmp_path)
    content = json.loads((tmp_path / "vectors.json").read_text(encoding="utf-8"))
    assert content["words"] == [".", "Nora", "bergen"]
    assert embedder.rows.weight.shape == (5, 4)
