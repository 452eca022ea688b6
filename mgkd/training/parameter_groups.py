"""Which parameters share a learning rate and a weight decay."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from typing import Annotated, Any

from pydantic import Field, NonNegativeFloat, PositiveFloat
from torch import nn

from mgkd.config.errors import UserError
from mgkd.training.depths import depths_of

REST = "default"
NAMES_SHOWN = 5

NamedParameter = tuple[str, nn.Parameter]
NamedParameters = Iterable[NamedParameter]
LayerDecay = Annotated[float, Field(gt=0, le=1)]


class ParameterGroup:
    """Parameters with settings of their own.

    Args:
        match: a shell pattern on the parameter's full name, such as `embedder.*` or `*.bias`.
        lr: their learning rate; None: the optimizer's.
        weight_decay: their weight decay; None: the optimizer's.
        layer_decay: the rate of each layer is this part of the rate of the layer above. Layers
            are known by their numbers in the parameters' names, so let `match` be one stack, as
            `tagger.embedder.transformer.*` is. The last layer that is trained and what comes
            behind it (a final norm) have the full rate; what comes before the first layer
            (embeddings) counts as a layer below it. None: all have the same rate. Source: Howard
            and Ruder 2018 (ULMFiT); Clark et al. 2020 (ELECTRA).
    """

    def __init__(
        self,
        match: str,
        lr: PositiveFloat | None = None,
        weight_decay: NonNegativeFloat | None = None,
        layer_decay: LayerDecay | None = None,
    ) -> None:
        self.match = match
        self.lr = lr
        self.weight_decay = weight_decay
        self.layer_decay = layer_decay


@dataclass(frozen=True)
class GroupSettings:
    """What is settled for a group of parameters."""

    name: str
    lr: float
    weight_decay: float


def torch_groups(
    named_parameters: NamedParameters,
    groups: Sequence[ParameterGroup],
    lr: float,
    weight_decay: float,
    decay_vectors: bool,
) -> list[dict[str, Any]]:
    """Groups in the form that torch's optimizers take, each with a `name`.

    A parameter belongs to the first group that matches its name, or else to the group "default".
    Frozen parameters are left out. Unless `decay_vectors`, parameters of at most one dimension
    (biases, the gains of layer norms) form a group of their own without weight decay.

    A group with `layer_decay` becomes several torch groups of the same name.

    Raises:
        UserError: when a group is left without parameters, nothing can be trained at all, or the
            layers of a group with `layer_decay` are not known by their names.
    """
    named = list(named_parameters)
    free = [(name, parameter) for name, parameter in named if parameter.requires_grad]
    if not free:
        raise UserError(
            f"nothing to train: all {len(named)} parameters of the model are frozen"
            if named
            else "nothing to train: the model has no parameters"
        )
    result: list[dict[str, Any]] = []
    for group in groups:
        members = [item for item in free if fnmatchcase(item[0], group.match)]
        if not members:
            raise UserError(_unmatched(group.match, named, free))
        taken = {name for name, _ in members}
        free = [item for item in free if item[0] not in taken]
        settings = GroupSettings(
            group.match,
            lr if group.lr is None else group.lr,
            weight_decay if group.weight_decay is None else group.weight_decay,
        )
        for part, rate in _split_by_layer(group, named, members, settings.lr):
            result += _split_by_decay(replace(settings, lr=rate), part, decay_vectors)
    return result + _split_by_decay(GroupSettings(REST, lr, weight_decay), free, decay_vectors)


def _split_by_layer(
    group: ParameterGroup,
    named: Sequence[NamedParameter],
    members: Sequence[NamedParameter],
    lr: float,
) -> Iterator[tuple[Sequence[NamedParameter], float]]:
    """The group's parameters with the same learning rate, and that rate."""
    if group.layer_decay is None:
        yield members, lr
        return
    # The names of frozen ones count as well: one layer alone would not be seen to be a layer.
    names = [name for name, _ in named if fnmatchcase(name, group.match)]
    try:
        depths = dict(zip(names, depths_of(names), strict=True))
    except ValueError as error:
        raise UserError(f"optimizer group {group.match!r}: layer_decay: {error}") from error
    trained = sorted({depths[name] for name, _ in members})
    for depth in trained:
        part = [item for item in members if depths[item[0]] == depth]
        yield part, lr * group.layer_decay ** (depth - trained[0])


def _split_by_decay(
    settings: GroupSettings, members: Sequence[NamedParameter], decay_vectors: bool
) -> list[dict[str, Any]]:
    """One torch group with the settings' weight decay and one without, where not empty."""
    parameters = [parameter for _, parameter in members]
    decayed = [p for p in parameters if decay_vectors or p.ndim > 1]
    spared = [p for p in parameters if not decay_vectors and p.ndim <= 1]
    return [
        {"params": part, "lr": settings.lr, "weight_decay": decay, "name": settings.name}
        for part, decay in ((decayed, settings.weight_decay), (spared, 0.0))
        if part
    ]


def _unmatched(
    pattern: str, named: Sequence[tuple[str, nn.Parameter]], free: Sequence[tuple[str, Any]]
) -> str:
    matched = [(name, p) for name, p in named if fnmatchcase(name, pattern)]
    if any(parameter.requires_grad for _, parameter in matched):
        why = "every parameter it matches already belongs to an earlier group"
    elif matched:
        why = f"all {len(matched)} parameters it matches are frozen"
    else:
        why = "it matches no parameter"
    names = [name for name, _ in free] or [name for name, _ in named]
    shown = ", ".join(names[:NAMES_SHOWN])
    more = f" and {len(names) - NAMES_SHOWN} more" if len(names) > NAMES_SHOWN else ""
    return f"optimizer group {pattern!r}: {why}; there are {shown}{more}"
