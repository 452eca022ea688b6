import json

import pytest

from mgkd.data import DataError, LabelStudioReader, Sentence, Span


def entity(start, end, label, **more):
    value = {"start": start, "end": end, "labels": [label], **more}
    return {"type": "labels", "value": value}


def task(*annotations, text="小林在南湖", **more):
    return json.dumps([{"id": 1, "data": {"text": text}, "annotations": annotations, **more}])


def test_json(formats):
    reader = LabelStudioReader()
    first, second, third = reader.read(formats / "label_studio.json")
    assert first == Sentence(tuple("😀小林在南湖"), (Span(1, 3, "PER"), Span(4, 6, "LOC")))
    assert second == Sentence(tuple("晚安"), ())
    assert third == Sentence(tuple("谁来了？"))
    assert [sentence.source.rpartition(":")[2] for sentence in (first, second, third)] == [
        *("2", "8", "9")
    ]
    assert [finding.kind for finding in reader.report.findings()] == [
        "cancelled annotation, left out",
        "result of the type 'choices', not read",
        "key 'predictions', not read",
    ]


def test_json_min(formats):
    assert list(LabelStudioReader().read(formats / "label_studio_min.json")) == [
        Sentence(tuple("小林在南湖"), (Span(0, 2, "PER"),)),
        Sentence(tuple("晚安"), ()),
    ]


def test_one_of_several_annotators_is_chosen(read):
    content = task(
        {"completed_by": 3, "result": [entity(0, 2, "PER")]},
        {"completed_by": {"id": 4, "email": "a@b.example"}, "result": []},
    )
    with pytest.raises(DataError, match=r"(?s):1: .*more than one annotation.*annotator"):
        read(LabelStudioReader(), content)
    for annotator, spans in ((3, (Span(0, 2, "PER"),)), (4, ()), ("a@b.example", ()), (5, None)):
        reader = LabelStudioReader(annotator=annotator)
        assert read(reader, content)[0].spans == spans
        [finding] = reader.report.findings()
        assert finding.kind == "annotation by somebody else, left out"
        assert finding.count == (2 if annotator == 5 else 1)


def test_one_of_several_annotators_in_json_min(read):
    item = {"id": 1, "text": "晚安", "annotation_id": 5}
    content = json.dumps([item | {"annotator": name} for name in ("a@b.example", "c@d.example")])
    with pytest.raises(DataError, match="more than one annotation"):
        read(LabelStudioReader(), content)
    assert len(read(LabelStudioReader(annotator="c@d.example"), content)) == 1


def test_units_are_told_apart_by_the_entities_text(read):
    content = task({"result": [entity(2, 4, "PER", text="小林")]}, text="😀小林在")
    with pytest.raises(DataError, match=r"the entity '小林' .* where '林在' stands"):
        read(LabelStudioReader(), content)
    assert read(LabelStudioReader(unit="utf16"), content)[0].spans == (Span(1, 3, "PER"),)


def test_a_line_break_within_an_entity(read):
    content = task({"result": [entity(0, 3, "X", text="小\\n林")]}, text="小\n林")
    assert read(LabelStudioReader(), content) == [Sentence(("小", "林"), (Span(0, 2, "X"),))]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (task({"result": [{"value": {"start": 0, "end": 1, "labels": ["A", "B"]}}]}), "should be"),
        (task({"result": [{"value": {"start": "/p[1]", "end": 1, "labels": ["A"]}}]}), "should be"),
        (task({"result": {}}), "not a list"),
        (task(3), "not a list of objects"),
        ('[{"data": {"body": "a"}}]', 'no text under the key "text"'),
        ('[{"data": "a"}]', 'no text under the key "text"'),
        ('{"text": "a"}', "expected a JSON array"),
    ],
)
def test_what_is_no_such_export(read, content, said):
    with pytest.raises(DataError, match=rf"(?s)sample\.txt:1: .*{said}"):
        read(LabelStudioReader(), content)
