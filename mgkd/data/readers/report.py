"""What a reader met on its way: nothing is left out or repaired in silence."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

PLACES_KEPT = 3


@dataclass
class Finding:
    """One kind of thing found in a file.

    Attributes:
        kind: what was found, and what was done about it.
        repaired: True for a problem, which would be an error under the policy "raise"; False for
            a feature of the format that sentences do not carry, such as a comment line.
        count: how often.
        places: the first few, as "file:line" or "file:line: detail".
    """

    kind: str
    repaired: bool
    count: int = 0
    places: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        first = "first at " if self.count > 1 else ""
        return f"{self.count} x {self.kind} ({first}{self.places[0]})"


class ReadReport:
    """Findings by file. Reading a file again replaces what was found in it before.

    A folder that is read as one counts as a file: what is found in its files is found in it.
    """

    def __init__(self) -> None:
        self._files: dict[Path, dict[str, Finding]] = {}

    def begin(self, path: Path) -> None:
        """Forget what earlier readings of this file, or of files in this folder, found."""
        self._files = {file: f for file, f in self._files.items() if path not in file.parents}
        self._files[path] = {}

    def add(
        self, path: Path, place: str, kind: str, detail: str = "", repaired: bool = False
    ) -> None:
        """Count one occurrence."""
        known = next((p for p in (path, *path.parents) if p in self._files), path)
        finding = self._files.setdefault(known, {}).setdefault(kind, Finding(kind, repaired))
        finding.count += 1
        if len(finding.places) < PLACES_KEPT:
            finding.places.append(f"{place}: {detail}" if detail else place)

    def findings(self, path: Path | None = None) -> list[Finding]:
        """Findings of one file, or of all files, in order of appearance."""
        return list(self._findings(path))

    def repairs(self, path: Path | None = None) -> int:
        """How many problems were repaired."""
        return sum(finding.count for finding in self._findings(path) if finding.repaired)

    def __str__(self) -> str:
        return "\n".join(map(str, self._findings()))

    def _findings(self, path: Path | None = None) -> Iterator[Finding]:
        for file, findings in self._files.items():
            if path is None or file == path:
                yield from findings.values()
