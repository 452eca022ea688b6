"""The model card: what a stranger who finds a run directory wants to know."""

from typing import Any

from mgkd.evaluation import Results, SpanReport, Training


def model_card(results: Results, config: dict[str, Any]) -> str:
    """Markdown, from what was measured and the resolved config alone."""
    corpus = config["corpus"].get("name", "its corpus")
    parts = [
        f"# {results.name}",
        f"A named-entity tagger for {corpus}, {_origin(results.teacher, config)}. "
        f"Embedder: {results.encoder}. {results.size.parameters:,} parameters, "
        f"{results.size.bytes / 1e6:.2f} MB.",
        "## Use",
        "```\nmgkd predict DIR            # text on standard input\nmgkd evaluate DIR FILE\n```",
        "```python\nfrom mgkd.deployment import Predictor\n\n"
        'predictor = Predictor.load("DIR")\nprint(predictor.predict(["..."]))\n```',
        "## Scores",
        _scores("development split", results.dev),
    ]
    if results.test:
        parts.append(_scores("test split", results.test))
    if results.test_unseen:
        parts.append(
            f"On the test sentences that do not also occur in the training split, F1 is "
            f"{100 * results.test_unseen.f1:.2f}."
        )
    parts += [
        "## Training",
        f"{_course(results.training)} config.json holds the whole configuration, "
        "environment.json the versions and the machine.",
    ]
    return "\n\n".join(parts) + "\n"


def _origin(teacher: Results | None, config: dict[str, Any]) -> str:
    if teacher and teacher.size:
        size = f"{teacher.size.parameters:,} parameters"
        return f"distilled from a teacher of {size} ({teacher.encoder})"
    if teacher:
        return f"distilled from a teacher ({teacher.encoder})"
    if config.get("teacher"):
        return f"distilled from a teacher ({config['teacher']['type']})"
    return "trained on gold labels alone"


def _course(training: Training) -> str:
    """How the training went, in a sentence or one a stage."""
    if not training.stages:
        return (
            f"Seed {training.seed}, {training.sentences} sentences, best of {training.epochs} "
            f"epochs: {training.best_epoch}."
        )
    parts = [
        f"{stage.name}, {stage.sentences} sentences, best of {stage.epochs} epochs: "
        f"{stage.best_epoch}"
        for stage in training.stages
    ]
    begins = "each begins with the best weights of the one before"
    return f"Seed {training.seed}, stages ({begins}): {'; '.join(parts)}."


def _scores(split: str, report: SpanReport) -> str:
    rows = [
        f"| {name} | {100 * score.precision:.2f} | {100 * score.recall:.2f} | "
        f"{100 * score.f1:.2f} | {score.support} |"
        for name, score in [*report.by_type.items(), ("micro", report)]
    ]
    head = f"| {split} | precision | recall | F1 | entities |\n| --- | --- | --- | --- | --- |\n"
    return head + "\n".join(rows)
