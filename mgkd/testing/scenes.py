"""Made-up students, teachers and batches, to try a loss on."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import torch
from torch import Generator, Tensor
from torch.nn.functional import pad

from mgkd.crf import LinearChain
from mgkd.data import Labels, Sentence
from mgkd.distillation import Needs, TeacherKnowledge, Voice
from mgkd.models import Batch, Inside, States, TaggerOutput
from mgkd.models.batch import pad_ids, prefix_mask
from mgkd.models.legality import legal_part
from mgkd.testing.states import STUDENT, TEACHER, longer, random_states, wanted_of
from mgkd.testing.teachers import guesses

HIDDEN_SIZE = 6


@dataclass(frozen=True)
class NoInputs:
    """Stands where an embedder's inputs would; a loss has no business with them."""

    def to(self, device: torch.device) -> "NoInputs":
        return self


@dataclass(frozen=True)
class Student:
    """Scores that gradients are kept for.

    hidden [B, T, D], anything on padding; weight [D, L], from vectors to emissions;
    transitions [L, L]; start, end [L]; states, of the sizes `STUDENT`.
    """

    hidden: Tensor
    weight: Tensor
    transitions: Tensor
    start: Tensor
    end: Tensor
    states: States

    @property
    def leaves(self) -> list[Tensor]:
        scores = [self.hidden, self.weight, self.transitions, self.start, self.end]
        return [*scores, *self.states.tensors()]


@dataclass(frozen=True)
class Scene:
    """What a loss is given.

    Attributes:
        name: what is special about it.
        labels: the label set of student and teacher.
        student: rules out what the tag scheme forbids.
        teacher: None where nothing is asked of one.
        batch: some of its rows may be unlabelled.
        inside: what is asked of inner states.
    """

    name: str
    labels: Labels
    student: Student
    teacher: TeacherKnowledge | None
    batch: Batch
    inside: Inside

    def output(self) -> TaggerOutput:
        """What the student says of the batch, computed anew."""
        student = self.student
        emissions = student.hidden @ student.weight
        chain = LinearChain(
            emissions, student.transitions, student.start, student.end, self.batch.mask
        )
        states = wanted_of(student.states, self.inside)
        return TaggerOutput(legal_part(chain, self.labels), student.hidden, self.labels, states)


def with_rows(scene: Scene, rows: Sequence[int]) -> Scene:
    """The same with these sentences only, in this order; padding stays as long as it is."""
    batch, teacher = scene.batch, scene.teacher
    if teacher is not None:
        teacher = replace(
            teacher,
            paths=teacher.paths[rows],
            log_probs=teacher.log_probs[rows],
            valid=teacher.valid[rows],
            voices=tuple(
                _voice(v, v.chain.emissions[rows], batch.mask[rows]) for v in teacher.voices
            ),
            states=teacher.states and teacher.states.each(lambda values: values[rows]),
        )
    own = scene.student
    states = own.states.each(lambda values: values[rows])
    return replace(
        scene,
        student=replace(own, hidden=own.hidden[rows], states=states),
        teacher=teacher,
        batch=Batch(
            tuple(batch.sentences[row] for row in rows),
            batch.inputs,
            batch.mask[rows],
            batch.labels[rows],
            batch.labelled[rows],
        ),
    )


def padded(scene: Scene, more: int) -> Scene:
    """The same sentences with more padding behind all of them."""
    batch, teacher = scene.batch, scene.teacher
    if teacher is not None:
        mask = pad(batch.mask, (0, more))
        teacher = replace(
            teacher,
            paths=pad(teacher.paths, (0, more)),
            voices=tuple(_voice(v, longer(v.chain.emissions, more), mask) for v in teacher.voices),
            states=teacher.states and teacher.states.each(lambda values: longer(values, more)),
        )
    own = scene.student
    states = own.states.each(lambda values: longer(values, more))
    return replace(
        scene,
        student=replace(own, hidden=longer(own.hidden, more), states=states),
        teacher=teacher,
        batch=replace(batch, mask=pad(batch.mask, (0, more)), labels=pad(batch.labels, (0, more))),
    )


def relabelled(scene: Scene) -> Scene:
    """The same, with other numbers where an unlabelled sentence has no labels."""
    batch = scene.batch
    other = torch.where(batch.labelled.unsqueeze(1), batch.labels, len(scene.labels) - 1)
    return replace(scene, batch=replace(batch, labels=other))


def _voice(voice: Voice, emissions: Tensor, mask: Tensor) -> Voice:
    """The same voice on other sentences."""
    chain = voice.chain
    scores = (chain.transitions, chain.start, chain.end)
    return replace(voice, chain=LinearChain(emissions, *scores, mask))


def scenes(asked: Needs) -> list[Scene]:
    """Each with what is asked of the teacher; otherwise the same, whatever is asked."""
    three, one = ["PER", "LOC", "ORG"], ["PER"]
    return [
        _scene("sentences of 5, 1, 3 and 2 tokens", Labels(three), [5, 1, 3, 2], "YYYY", asked),
        _scene(
            "a batch that is half unlabelled", Labels(three, "bioes"), [4, 6, 2, 3], "YNYN", asked
        ),
        _scene("sentences of one token", Labels(one), [1, 1, 1], "YYY", asked),
        _scene("a batch without any labels", Labels(one, "bioes"), [3, 2, 1], "NNN", asked),
    ]


def _scene(name: str, labels: Labels, lengths: list[int], labelled: str, asked: Needs) -> Scene:
    """`labelled` has a Y or an N for each row."""
    generator = Generator().manual_seed(len(name))
    student = _student(len(lengths), max(lengths), len(labels), generator)
    mask = prefix_mask(lengths)
    sentences = _sentences(labels, mask, labelled, generator)
    gold = [labels.encode(s) if s.spans is not None else [0] * len(s) for s in sentences]
    has_gold = torch.tensor([s.spans is not None for s in sentences])
    batch = Batch(sentences, NoInputs(), mask, pad_ids(gold), has_gold)
    teacher = _teacher(labels, batch, asked, generator)
    return Scene(name, labels, student, teacher, batch, asked.inside)


def _student(rows: int, length: int, labels: int, generator: Generator) -> Student:
    shapes = [
        (rows, length, HIDDEN_SIZE),
        (HIDDEN_SIZE, labels),
        (labels, labels),
        (labels,),
        (labels,),
    ]
    scores = [torch.randn(s, generator=generator).requires_grad_() for s in shapes]
    states = random_states(STUDENT, rows, length, Generator().manual_seed(rows))
    return Student(*scores, states.each(Tensor.requires_grad_))


def _sentences(
    labels: Labels, mask: Tensor, labelled: str, generator: Generator
) -> tuple[Sentence, ...]:
    """Distinct tokens, with random legal entities in the labelled ones."""
    flat = LinearChain(torch.zeros(*mask.shape, len(labels)), mask=mask)
    paths = legal_part(flat, labels).sample(1, generator).squeeze(1).tolist()
    return tuple(
        Sentence(
            tuple(f"{row}.{position}" for position in range(length)),
            labels.decode(path[:length]) if known == "Y" else None,
        )
        for row, (path, known, length) in enumerate(
            zip(paths, labelled, mask.sum(dim=1).tolist(), strict=True)
        )
    )


def _teacher(
    labels: Labels, batch: Batch, asked: Needs, generator: Generator
) -> TeacherKnowledge | None:
    """Random but for the first sentence, of which a single label sequence is possible."""
    if not asked:
        return None
    states = random_states(TEACHER, *batch.mask.shape, Generator().manual_seed(len(labels)))
    states = wanted_of(states, asked.inside)
    if not asked.stored:
        return TeacherKnowledge.of_states(states, batch, len(labels))
    knowledge = guesses(labels, batch.sentences, asked.stored, generator, certain={0})
    return replace(knowledge.of(batch.sentences, torch.device("cpu")), states=states)
