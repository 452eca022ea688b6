"""What the numbers were measured on."""

import os
import platform
from importlib import metadata
from pathlib import Path

from benchmarks.crf.contenders.contender import Contender
from benchmarks.crf.tables import Table


def machine_line() -> str:
    versions = ", ".join(f"{name} {metadata.version(name)}" for name in ("torch", "numba"))
    return (
        f"{_processor()}, {os.cpu_count()} cores, {platform.system()}; "
        f"Python {platform.python_version()}, {versions}"
    )


def contenders_table(missing: dict[type[Contender], str | None]) -> Table:
    """Peers with their versions, and why some do not take part."""
    table = Table("Peers", ("package", "version", "takes part"))
    for kind, reason in missing.items():
        if kind.distribution is not None:
            version = "-" if reason == "not installed" else kind.version()
            table.rows.append((kind.name, version, reason or "yes"))
    return table


def _processor() -> str:
    information = Path("/proc/cpuinfo")
    if information.is_file():
        for line in information.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
