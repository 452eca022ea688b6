"""What the annotation tool Label Studio exports, as JSON or JSON-MIN."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

from mgkd.data.readers.base import OnProblem, Reader, readers
from mgkd.data.readers.json_arrays import array_items
from mgkd.data.readers.json_values import identity, note_unread, text_of
from mgkd.data.readers.offsets import Unit, check_mention, in_characters, span_from
from mgkd.data.readers.overlaps import OnOverlap
from mgkd.data.readers.texts import Texts
from mgkd.data.sentence import Sentence, Span
from mgkd.data.sentence_bounds import Language
from mgkd.data.splitters import Splitter

# What Label Studio keeps for itself.
BOOKKEEPING = frozenset(
    {
        *("id", "inner_id", "annotation_id", "project", "file_upload", "meta"),
        *("annotator", "updated_by", "comment_authors", "allow_skip"),
        *("created_at", "updated_at", "last_comment_updated_at", "lead_time"),
        *("total_annotations", "cancelled_annotations", "total_predictions"),
        *("comment_count", "unresolved_comment_count"),
    }
)


@readers.register("label_studio")
class LabelStudioReader(Reader):
    """The tasks of Label Studio's exports JSON and JSON-MIN, each a text.

        [{"id": 1, "data": {"text": "Mira left"}, "annotations": [{"completed_by": 3, "result":
            [{"type": "labels", "value": {"start": 0, "end": 4, "text": "Mira",
              "labels": ["PER"]}}]}]}]
        [{"id": 1, "text": "Mira left", "annotator": 3, "annotation_id": 8, "label":
            [{"start": 0, "end": 4, "text": "Mira", "labels": ["PER"]}]}]

    Ends are exclusive. A task without annotations, or with cancelled ones alone, is unlabelled;
    one whose annotation is empty has no entities. Predictions, drafts, relations and whatever
    else are no entities are counted and not read.

    Args:
        splitter: how a text is cut into tokens; {"type": "characters"} unless given.
        annotator: whose annotations are read, by number or address; null where no task has more
            than one.
        text_key: the key of the text in a task's data.
        label_key: in JSON-MIN, the key of the entities, which is the name of the Labels tag.
        unit: what offsets count; older versions count in UTF-16.
        on_overlap: what becomes of entities that overlap or are nested: an "error"; "outermost"
            keeps the longest, of equally long ones the first, and counts what it leaves out.
        language: split texts into sentences by the rules of this language, such as "en" or "zh",
            which needs the extra mgkd[sentences]; null: each text is a sentence.
        on_problem: "raise", or "repair" and count: as for jsonl, and entities whose text is not
            what stands at their offsets.
    """

    def __init__(
        self,
        splitter: Splitter | None = None,
        annotator: int | str | None = None,
        text_key: str = "text",
        label_key: str = "label",
        unit: Unit = "characters",
        on_overlap: OnOverlap = "error",
        language: Language | None = None,
        on_problem: OnProblem = "raise",
    ) -> None:
        super().__init__(on_problem)
        self.unit = unit
        self.texts = Texts(splitter, language, on_overlap)
        self.annotator = annotator
        self.text_key = text_key
        self.label_key = label_key

    def read_lines(self, path: Path, lines: Iterator[tuple[int, str]]) -> Iterator[Sentence]:
        seen: set[str] = set()
        for number, task in array_items(self, path, lines):
            name = identity(self, path, number, task.get("id"))
            if "data" in task:
                text = text_of(self, path, number, task["data"], self.text_key)
                read = {"data", "annotations"} | BOOKKEEPING | _empty(task)
                note_unread(self, path, number, task, read)
                note_unread(self, path, number, task["data"], {self.text_key}, of=" of the data")
                results = self._annotation(path, number, task.get("annotations") or [])
            else:
                text = text_of(self, path, number, task, self.text_key)
                own = {self.text_key, self.label_key}
                note_unread(self, path, number, task, BOOKKEEPING | own)
                if not self._is_meant(task.get("annotator")):
                    self.note(path, number, "annotation by somebody else, left out")
                    continue
                if name is not None and name in seen:
                    self._fail_several(path, number)
                seen |= {name} - {None}
                results = self._minimal(task)
            spans = None
            if results is not None:
                spans = self._spans(path, number, text, results)
            yield from self.texts.sentences(self, path, number, text, spans, name)

    def _annotation(self, path: Path, number: int, annotations: Any) -> Any:
        """The results of the one annotation that is meant; None where there is none."""
        if not isinstance(annotations, list) or not all(isinstance(a, dict) for a in annotations):
            self.fail(path, number, '"annotations" is not a list of objects')
        meant = []
        for annotation in annotations:
            if annotation.get("was_cancelled"):
                self.note(path, number, "cancelled annotation, left out")
            elif not self._is_meant(annotation.get("completed_by")):
                self.note(path, number, "annotation by somebody else, left out")
            else:
                meant.append(annotation)
        if len(meant) > 1:
            self._fail_several(path, number)
        return meant[0].get("result") if meant else None

    def _minimal(self, task: dict[str, Any]) -> Any:
        """The results of a JSON-MIN task, whose empty ones are left out by Label Studio."""
        nothing = [] if "annotation_id" in task else None
        found = task.get(self.label_key, nothing)
        return [{"value": value} for value in found] if isinstance(found, list) else found

    def _is_meant(self, annotator: Any) -> bool:
        if isinstance(annotator, dict):
            return self.annotator in (None, annotator.get("id"), annotator.get("email"))
        return self.annotator in (None, annotator)

    def _fail_several(self, path: Path, number: int) -> NoReturn:
        remedy = "Set annotator to the one to be read, or export the one that is right"
        self.fail(path, number, "the task has more than one annotation", remedy)

    def _spans(self, path: Path, number: int, text: str, results: Any) -> list[Span]:
        if not isinstance(results, list):
            self.fail(path, number, "the results are not a list")
        spans, mentions = [], []
        for result in results:
            value = result.get("value") if isinstance(result, dict) else None
            if isinstance(value, dict) and "labels" in value:
                spans.append(self._span(path, number, value))
                mentions.append(value.get("text"))
            else:
                kind = result.get("type") if isinstance(result, dict) else None
                self.note(path, number, f"result of the type {kind!r}, not read")
        spans = in_characters(self, path, number, text, spans, self.unit)
        for span, mention in zip(spans, mentions, strict=True):
            if isinstance(mention, str):
                # In this copy of the text a line break is a backslash and an n.
                mention = mention.replace("\\n", "\n")
                check_mention(self, path, number, text, span, mention)
        return spans

    def _span(self, path: Path, number: int, value: dict[str, Any]) -> Span:
        match value:
            case {"start": int(start), "end": int(end), "labels": [str(label)]}:
                pass
            case _:
                self.fail(
                    path,
                    number,
                    f"an entity is {value}",
                    'It should be {"start": integer, "end": integer, "labels": [string]}',
                )
        return span_from(self, path, number, start, end, label, "exclusive")


def _empty(task: dict[str, Any]) -> set[str]:
    return {key for key in ("predictions", "drafts") if task.get(key) in ([], None)}
