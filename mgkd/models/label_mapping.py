"""The labels of a foreign model as tags of a scheme."""

from collections.abc import Iterator, Mapping, Sequence

import torch
from torch import Tensor

from mgkd.config import UserError, nearest
from mgkd.data import Labels, Scheme, SchemeName, scheme_named

OUTSIDE = "O"


class LabelMapping:
    """Which tag each label of a model stands for; several may stand for one.

    Args:
        names: the model's labels, by their ids.
        table: the tag of each, where None counts as O; None where the names are the tags.
        scheme: of the tags.

    Raises:
        UserError: with all that `mapping_problems` finds.
    """

    def __init__(
        self,
        names: Sequence[str],
        table: Mapping[str, str | None] | None = None,
        scheme: SchemeName = "bio",
    ) -> None:
        problems = list(mapping_problems(names, table, scheme))
        if problems:
            raise UserError("\n".join(problems))
        tags = _tags(names, table)
        parsed = [scheme_named(scheme).parse(tag) for tag in tags]
        self.labels = Labels(sorted({tag.label for tag in parsed if tag.label}), scheme)
        self._columns = [
            [column for column, tag in enumerate(tags) if tag == own] for own in self.labels.tags
        ]

    def __call__(self, logits: Tensor) -> Tensor:
        """[..., labels of the model] -> [..., L], log-probabilities.

        The probabilities of labels with one tag add up; a tag of no label has probability zero.
        """
        log_probs = logits.log_softmax(dim=-1)
        nothing = log_probs.new_full(log_probs.shape[:-1], -torch.inf)
        parts = [
            log_probs[..., columns].logsumexp(dim=-1) if columns else nothing
            for columns in self._columns
        ]
        return torch.stack(parts, dim=-1)


def mapping_problems(
    names: Sequence[str], table: Mapping[str, str | None] | None, scheme_name: SchemeName
) -> Iterator[str]:
    """What is wrong between a model's labels, the table of their tags and the scheme."""
    scheme = scheme_named(scheme_name)
    faults = [*_table_faults(names, table), *_tag_faults(names, table, scheme)]
    yield from faults or _impossible(_tags(names, table), scheme)


def _tags(names: Sequence[str], table: Mapping[str, str | None] | None) -> list[str]:
    return list(names) if table is None else [table[name] or OUTSIDE for name in names]


def _table_faults(names: Sequence[str], table: Mapping[str, str | None] | None) -> Iterator[str]:
    if table is None:
        return
    for name in table:
        if name not in names:
            near = nearest(name, names)
            hint = f"nearest: {', '.join(near)}" if near else f"it has: {', '.join(names)}"
            yield f"{name} is no label of the model; {hint}"
    left_out = [name for name in names if name not in table]
    if left_out:
        yield (
            f"the table leaves out {', '.join(left_out)}; give each its tag, or null for one that "
            "is to count as O"
        )


def _tag_faults(
    names: Sequence[str], table: Mapping[str, str | None] | None, scheme: Scheme
) -> Iterator[str]:
    for name, tag in ({name: name for name in names} if table is None else table).items():
        try:
            scheme.parse(tag or OUTSIDE)
        except ValueError as error:
            if table is not None:
                yield f"{name}: {error}"
            else:
                yield f"{error}; give each label of the model its tag: {{'{name}': ..., ...}}"
                return  # the others are as foreign


def _impossible(tags: Sequence[str], scheme: Scheme) -> Iterator[str]:
    """Tags without which sentences, or entities of a type, can never be written."""
    if OUTSIDE not in tags:
        yield "no label of the model stands for O, which most tokens are"
    parsed = [scheme.parse(tag) for tag in tags]
    for kind in sorted({tag.label for tag in parsed if tag.label}):
        own = [tag for tag in parsed if tag.label == kind]
        begins, ends = any(map(scheme.may_start, own)), any(map(scheme.may_end, own))
        if not (begins and ends):
            found = ", ".join(sorted({f"{tag.prefix}-{kind}" for tag in own}))
            yield (
                f"of {kind} there is only {found}, so in the scheme {scheme.name} no {kind} can "
                f"{'end' if begins else 'begin'}; is it another scheme?"
            )
