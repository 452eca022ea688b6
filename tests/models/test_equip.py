import pytest
import torch
from torch import nn

from mgkd.config import UserError, build
from mgkd.data import Labels
from mgkd.models import Tagger, TeacherRows, WordEmbedder, assets_in, learning_from, shaped_by

TREE = {
    "embedder": {"type": "teacher_rows", "size": 4},
    "decoder": {"type": "inherited_crf"},
}


def built(samples, equip, **parts) -> Tagger:
    torch.manual_seed(1)
    return build(Tagger, {**TREE, **parts}, labels=Labels.of(samples), equip=equip)


def shapes(tagger):
    return {name: value.shape for name, value in tagger.state_dict().items()}


def test_what_is_inherited_changes_values_and_no_shapes(samples, small_tagger):
    heir = built(samples, learning_from(samples, small_tagger))
    plain = built(samples, shaped_by(samples))
    assert shapes(heir) == shapes(plain)
    changed = {n for n, v in heir.state_dict().items() if not v.equal(plain.state_dict()[n])}
    crf = {f"decoder.{name}" for name in ("transitions", "start", "end")}
    assert changed == {"embedder.words.vectors.weight", *crf}


@pytest.mark.parametrize("part", [{"embedder": {"type": "word"}}, {"decoder": {"type": "crf"}}])
def test_a_part_that_inherits_needs_a_teacher(samples, part):
    with pytest.raises(UserError, match="inherits from a teacher, and there is none; train it"):
        built(samples, learning_from(samples), **part)


def test_so_does_one_within_another(samples):
    class Both(WordEmbedder):
        def prepare(self, sentences):
            super().prepare(sentences)
            self.within = TeacherRows(size=2)

    with pytest.raises(UserError, match="TeacherRows inherits"):
        Tagger(
            Both(), lambda **_: nn.Identity(), labels=Labels(["A"]), equip=learning_from(samples)
        )


def test_a_saved_run_needs_none(samples, small_tagger, tmp_path):
    heir = built(samples, learning_from(samples, small_tagger)).eval()
    heir.embedder.save_assets(tmp_path)
    loaded = built(samples, assets_in(tmp_path)).eval()
    loaded.load_state_dict(heir.state_dict())
    batch = heir.collate([heir.encode(sentence) for sentence in samples])
    assert torch.equal(loaded(batch).chain.log_partition(), heir(batch).chain.log_partition())
