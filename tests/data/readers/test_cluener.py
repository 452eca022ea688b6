import pytest

from mgkd.data import CluenerReader, DataError, Sentence, Span


def test_texts_spans_and_what_is_unlabelled(formats):
    first, second, third = CluenerReader().read(formats / "cluener.json")
    spans = (Span(0, 2, "name"), Span(6, 8, "address"), Span(9, 11, "name"))
    assert first == Sentence(tuple("小林和小米在南湖等小林"), spans)
    assert second == Sentence(tuple("晚安"), ())
    assert third == Sentence(tuple("谁来了？")) and third.id == "0"


def test_an_entity_is_compared_with_what_stands_there(read):
    line = '{"text": "小林在南湖", "label": {"name": {"小林": [[1, 2]]}}}'
    with pytest.raises(DataError, match=r"sample\.txt:1: the entity '小林' .* where '林在' stands"):
        read(CluenerReader(), line)
    reader = CluenerReader(on_problem="repair")
    assert read(reader, line)[0].spans == (Span(1, 3, "name"),)
    assert reader.report.repairs() == 1


def test_nested_entities(read):
    line = (
        '{"text": "南湖大学", "label": {"org": {"南湖大学": [[0, 3]]}, "loc": {"南湖": [[0, 1]]}}}'
    )
    with pytest.raises(DataError, match=r'(?s):1: .* overlap.*on_overlap to "outermost"'):
        read(CluenerReader(), line)
    reader = CluenerReader(on_overlap="outermost")
    assert read(reader, line)[0].spans == (Span(0, 4, "org"),)


@pytest.mark.parametrize(
    "label",
    [
        "[]",
        '{"name": []}',
        '{"name": {"a": 0}}',
        '{"name": {"a": [0]}}',
        '{"": {"a": [[0, 0]]}}',
        '{"name": {"a": [[0, 0, 0]]}}',
        '{"name": {"a": [[0, true]]}}',
        '{"name": {"a": [[0, 9]]}}',
    ],
)
def test_malformed_labels_name_their_line(read, label):
    with pytest.raises(DataError, match=r"sample\.txt:2: "):
        read(CluenerReader(), f'{{"text": "b"}}\n{{"text": "a", "label": {label}}}\n')
