"""The fingerprint of a training: everything that determines its result."""

import hashlib
import inspect
import sys
from collections.abc import Sequence
from functools import reduce
from operator import getitem
from pathlib import Path
from typing import Any

import torch

import mgkd
from mgkd.config import build, fingerprint, part_of
from mgkd.config.paths import steps_of
from mgkd.data import CollectedText, CorpusSplits, digest
from mgkd.models import Embedder, Tagger


def training_fingerprint(
    tree: dict[str, Any],
    splits: CorpusSplits,
    texts: Sequence[CollectedText],
    seed: int,
    plugins: Sequence[Path],
    teacher: str | None,
) -> str:
    """64 hexadecimal digits: equal for two trainings that would give the same tagger.

    Counted are the model, objectives, trainers, seed and scheme as the config has them; sentences
    instead of the paths they were read from or of how they were made, and how much of the text is
    learned from; a pretrained encoder's content instead of its path; the plugins' text; the
    teacher's own fingerprint; the versions of mgkd and torch. The test split does not count, but
    for text that is left out because it occurs there.
    """
    counted = {
        "model": _with_provenance(part_of(tree, "model")),
        "stages": _stages(tree),
        "seed": seed,
        "scheme": tree.get("scheme", "bio"),
        "train": digest(splits.train),
        "dev": digest(splits.dev),
        "unlabelled": _unlabelled(splits, texts) if teacher else None,
        "plugins": sorted(hashlib.sha256(path.read_bytes()).hexdigest() for path in plugins),
        "teacher": teacher,
        "versions": [mgkd.__version__, torch.__version__],
    }
    return fingerprint(counted)


def _unlabelled(splits: CorpusSplits, texts: Sequence[CollectedText]) -> Any:
    """Their sentences and, where it is not alike for all, what is done with those of each source.

    Text that is made has no words of its own, so it makes a difference whether it is.
    """
    shares = [
        [found.text.ratio, found.text.minimum_confidence, found.text.source.is_made]
        for found in texts
    ]
    content = digest(splits.unlabelled)
    if not any(map(any, shares)):
        return content
    return [content, shares, [len(found.sentences) for found in texts]]


def encodings_fingerprint(
    tree: dict[str, Any], splits: CorpusSplits, texts: Sequence[CollectedText], tagger: Tagger
) -> str:
    """Equal for two trainings whose taggers encode sentences alike."""
    parts = (part for part in tagger.embedder.modules() if isinstance(part, Embedder))
    modules = {sys.modules[type(part).__module__] for part in parts}
    counted = {
        "embedder": _with_provenance(part_of(tree, "model"))["embedder"],
        # Those of plugins may change while the version stays, and what they call as well.
        "sources": sorted({fingerprint(inspect.getsource(module)) for module in modules}),
        "labels": tagger.labels.to_json(),
        "train": digest(splits.train),
        "unlabelled": digest(splits.unlabelled),
        # What was made has no words of its own.
        "made": [(found.text.source.is_made, len(found.sentences)) for found in texts],
        "versions": [mgkd.__version__],
    }
    return fingerprint(counted)


def _stages(tree: dict[str, Any]) -> list[dict[str, Any]]:
    """What every stage does; a single one has the same fingerprint in both ways of writing it."""
    if tree.get("stages") is None:
        parts = {name: part_of(tree, name) for name in ("objective", "trainer")}
        return [{**parts, "sentences": "all"}]
    stages = part_of(tree, "stages")
    return [{key: value for key, value in stage.items() if key != "name"} for stage in stages]


def _with_provenance(model: dict[str, Any]) -> dict[str, Any]:
    known = part_of(model, "embedder")
    embedder = build(Embedder, known, path="model.embedder")
    for path, digest_of_content in embedder.provenance().items():
        *around, key = steps_of(path)
        reduce(getitem, around, known)[key] = digest_of_content
    return {**model, "embedder": known}
