"""How sure a tagger is of an entity."""

from collections.abc import Sequence

import torch
from torch import Tensor

from mgkd.crf import LinearChain
from mgkd.data import Labels, Span, scheme_named


def entity_log_probs(
    chain: LinearChain, labels: Labels, entities: Sequence[tuple[int, Span]]
) -> Tensor:
    """[N]: the exact log-probability of each (row, span) being an entity of that extent and type.

    The sum over all label sequences in which the span's tags stand where they should and the
    token behind does not continue the entity: log Z restricted to those sequences, minus log Z.
    The entities must be possible under the chain, as those of a decoded sequence are.
    """
    if not entities:
        return torch.zeros(0)
    device, length = chain.emissions.device, chain.emissions.shape[1]
    ways = [
        (index, number, _placed(way, span, length))
        for index, (_, span) in enumerate(entities)
        for number, way in enumerate(_ways(labels, span))
    ]
    owners = torch.tensor([index for index, _, _ in ways], device=device)
    numbers = torch.tensor([number for _, number, _ in ways], device=device)
    rows = torch.tensor([row for row, _ in entities], device=device)[owners]
    chosen = LinearChain(
        chain.emissions[rows], chain.transitions, chain.start, chain.end, chain.mask[rows]
    )
    allowed = torch.stack([way for _, _, way in ways]).to(device)
    log_probs = chosen.restrict(allowed).log_partition() - chain.log_partition()[rows]
    # No two ways share a sequence, so their probabilities add up.
    by_way = log_probs.new_full((len(entities), int(numbers.max()) + 1), -torch.inf)
    return by_way.index_put((owners, numbers), log_probs).logsumexp(dim=1)


def _ways(labels: Labels, span: Span) -> list[Tensor]:
    """How the span can be written: the tags allowed on it and on the token before and behind it.

    [length of the span + 2, L] bool each. There is one way, but for the scheme IOB1, whose first
    tag depends on whether the token before belongs to an entity of the same type.
    """
    scheme = scheme_named(labels.scheme)
    tags = [scheme.parse(tag) for tag in labels.tags]
    size = span.end - span.start
    alone = scheme.encode([Span(0, size, span.label)], size)
    touching = scheme.encode([Span(0, 1, span.label), Span(1, size + 1, span.label)], size + 1)[1:]
    alike = torch.tensor([tag.label == span.label for tag in tags])
    if alone == touching:
        written = [(torch.ones_like(alike), alone)]
    elif span.start == 0:
        written = [(~alike, alone)]
    else:
        written = [(~alike, alone), (alike, touching)]
    last = scheme.parse(alone[-1])
    behind = torch.tensor([not scheme.continues(last, tag) for tag in tags])
    return [
        torch.stack([before, *(_only(labels, tag) for tag in inside), behind])
        for before, inside in written
    ]


def _only(labels: Labels, wanted: str) -> Tensor:
    """[L] bool: this tag alone."""
    return torch.tensor([tag == wanted for tag in labels.tags])


def _placed(way: Tensor, span: Span, length: int) -> Tensor:
    """[length, L] bool: the way at the span's place in a sentence, and all tags elsewhere."""
    allowed = torch.ones(length + 2, way.shape[1], dtype=torch.bool)  # with a token at both ends
    allowed[span.start : span.end + 2] = way
    return allowed[1:-1]
