import pytest

from mgkd.data import DataError, DoccanoReader, Sentence, Span, WordSplitter

BOTH = Sentence(tuple("小林在南湖"), (Span(0, 2, "PER"), Span(3, 5, "LOC")))


def test_entities_as_lists(formats):
    reader = DoccanoReader()
    first, second = reader.read(formats / "doccano.jsonl")
    assert first == BOTH and first.id == "4"
    assert second == Sentence(("晚", "安"), ())
    assert not reader.report.findings()


def test_entities_beside_relations(formats):
    reader = DoccanoReader()
    assert list(reader.read(formats / "doccano_relations.jsonl")) == [BOTH]
    assert [finding.kind for finding in reader.report.findings()] == ["key 'relations', not read"]


def test_a_text_without_a_list_is_unlabelled(read):
    assert read(DoccanoReader(WordSplitter()), '{"text": "Mira left"}') == [
        Sentence(("Mira", "left"))
    ]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('{"text": "a", "label": [], "entities": []}', "which are the entities"),
        ('{"text": "a", "label": ["good"]}', "a span is"),
        ('{"data": "a"}', 'no text under the key "text"'),
        ('{"text": "a", "entities": [{"label": "X", "start": 0, "end": 1}]}', "start_offset"),
    ],
)
def test_what_is_no_such_export(read, line, said):
    with pytest.raises(DataError, match=rf"(?s)sample\.txt:1: .*{said}"):
        read(DoccanoReader(), line)
