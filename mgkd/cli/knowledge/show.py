"""mgkd knowledge show"""

import json as json_format
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mgkd.cli.errors import explained
from mgkd.cli.knowledge.options import Store

if TYPE_CHECKING:
    from mgkd.data import Labels, Sentence, Span
    from mgkd.distillation import Answer, Certainty, KnowledgeStore


def show(
    store: Store,
    limit: Annotated[int, typer.Option(min=0, help="How many sentences to show.")] = 10,
    worst: Annotated[
        bool, typer.Option("--worst", help="Those first of which the teacher is least certain.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="Print all as one JSON object.")] = False,
) -> None:
    """What a teacher knows: its best label sequences, and how certain it is."""
    with explained():
        from mgkd.distillation import KnowledgeStore, certainty_by_kind

        known = KnowledgeStore.existing(store)
        answers = known.best_answers()
        labels = known.header.labels
        shown = answers.least_certain(limit) if worst else answers.first(limit)
        totals = certainty_by_kind(answers.with_sentences, labels.decode)
        if json:
            sentences = [_as_json(sentence, answer, labels) for sentence, answer in shown]
            content = {**_header(known), "totals": _totals(totals), "sentences": sentences}
            typer.echo(json_format.dumps(content, ensure_ascii=False, indent=2))
            return
        _print_header(known, len(answers))
        for sentence, answer in shown:
            _print_sentence(sentence, answer, labels)
        for kind, total in totals.items():
            _print_totals(kind, total)


def _header(known: "KnowledgeStore") -> dict[str, Any]:
    header = known.header
    return {
        "teacher": {"fingerprint": header.teacher, "description": header.description},
        "labels": header.labels.to_json(),
        "segments": [
            {
                "file": segment.path.name,
                "sentences": len(segment),
                "needs": asdict(segment.header.recorded.needs),
                "top_labels": segment.header.recorded.top_labels,
            }
            for segment in known.segments
        ],
    }


def _totals(totals: "dict[str, Certainty]") -> dict[str, Any]:
    """By kind of sentences, without what no sentence says."""
    return {
        kind: {key: value for key, value in asdict(total).items() if value == value}
        | {"quantiles": {f"{q:g}": value for q, value in total.quantiles.items()}}
        for kind, total in totals.items()
    }


def _as_json(sentence: "Sentence", answer: "Answer", labels: "Labels") -> dict[str, Any]:
    paths = [
        {"spans": [asdict(span) for span in labels.decode(path)], "probability": probability}
        for path, probability in _paths(answer)
    ]
    gold = None if sentence.spans is None else [asdict(span) for span in sentence.spans]
    return {"tokens": list(sentence.tokens), "gold": gold, "paths": paths}


def _paths(answer: "Answer") -> list[tuple[list[int], float]]:
    return list(zip(answer.paths.tolist(), answer.log_probs.exp().tolist(), strict=True))


def _print_header(known: "KnowledgeStore", count: int) -> None:
    header = known.header
    files = len(known.segments)
    typer.echo(f"teacher: {header.description}, fingerprint {header.teacher}")
    typer.echo(f"labels: {', '.join(header.labels.types)} ({header.labels.scheme})")
    typer.echo(f"stored: {known.described()}; {count:,} sentences")
    typer.echo(
        f"{known.folder}: {files} file{'s' if files != 1 else ''}, {known.size / 1e6:,.2f} MB"
    )


def _print_sentence(sentence: "Sentence", answer: "Answer", labels: "Labels") -> None:
    typer.echo("\n" + " ".join(sentence.tokens))
    if sentence.spans is not None:
        typer.echo(f"    gold  {_written(sentence, sentence.spans)}")
    for path, probability in _paths(answer):
        typer.echo(f"  {probability:.4f}  {_written(sentence, labels.decode(path))}")


def _written(sentence: "Sentence", spans: "tuple[Span, ...]") -> str:
    entities = (f"[{' '.join(sentence.tokens[s.start : s.end])}]{s.label}" for s in spans)
    return " ".join(entities) or "-"


def _print_totals(kind: str, total: "Certainty") -> None:
    typer.echo(f"\n{kind} sentences, {total.sentences:,} with label sequences")
    if not total.sentences:
        return
    quantiles = ", ".join(f"{q:.0%}: {value:.3f}" for q, value in total.quantiles.items())
    typer.echo(f"  the best has probability {total.best:.3f} on average")
    more = [f"{k}: {value:.3f}" for k, value in total.first.items() if k > 1]
    if more:
        typer.echo(f"  the first so many have together: {', '.join(more)}")
    typer.echo(f"  all that are stored have {total.covered:.3f} (at most, of so many: {quantiles})")
    if total.labelled:
        wrong = total.disagreement
        typer.echo(
            f"  the best is the gold one of {total.agreeing:.1%} of {total.labelled:,} labelled "
            f"sentences; entities missing: {wrong.missing:,}, extra: {wrong.extra:,}, "
            f"different: {wrong.different:,}"
        )
