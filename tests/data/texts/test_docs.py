"""What docs/unlabelled.md says of sources of text."""

import random
import re

import pytest

from mgkd.config import build, temporary_registrations
from mgkd.data import CorpusSplits, Sentence, TransferText, texts


@pytest.fixture(scope="module")
def page(root) -> str:
    return (root / "docs" / "unlabelled.md").read_text(encoding="utf-8")


def test_all_sources_are_listed(page):
    table = page.split("| source |")[1].split("\n\n")[0]
    assert sorted(re.findall(r"^\| `(\w+)`", table, re.MULTILINE)) == texts.names()


def test_a_source_of_your_own(page):
    [code] = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    splits = CorpusSplits([Sentence("ab", ())], [])
    with temporary_registrations():
        exec(code, {"__name__": "plugin"})
        text = build(TransferText, {"type": "reversed", "ratio": 2})
    assert list(text.source.sentences(splits, random.Random(0))) == [Sentence("ba")]
