"""What the numbers were measured on."""

from importlib import metadata

from benchmarks.crf.contenders.contender import Contender
from benchmarks.crf.tables import Table
from mgkd.deployment import describe_environment


def machine_line() -> str:
    """Processor and versions."""
    found = describe_environment(seed=0, device="cpu")
    versions = ", ".join(f"{name} {metadata.version(name)}" for name in ("torch", "numba"))
    return f"{found['processor']}, {found['cores']} cores; Python {found['python']}, {versions}"


def contenders_table(missing: dict[type[Contender], str | None]) -> Table:
    """Peers with their versions, and why some do not take part."""
    table = Table("Peers", ("package", "version", "takes part"))
    for kind, reason in missing.items():
        if kind.distribution is not None:
            version = "-" if reason == "not installed" else kind.version()
            table.rows.append((kind.name, version, reason or "yes"))
    return table
