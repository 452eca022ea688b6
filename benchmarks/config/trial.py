"""Running one case: files in a folder of their own, commands one after the other."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.config.criteria import Outcome
from benchmarks.config.peers.peer import ROOT, Peer

# The variable that names the file which whoever opens the corpus has to touch.
MARKER = "CORPUS_OPENED"


def run(peer: Peer, files: Mapping[str, str], arguments: tuple[str, ...], limit: float) -> Outcome:
    """Runs a peer's commands on these files until one fails.

    Args:
        limit: seconds for each command.
    """
    with TemporaryDirectory() as folder:
        for name, text in (peer.data() | dict(files)).items():
            Path(folder, name).write_text(text, encoding="utf-8")
        marker = Path(folder, "corpus-was-opened")
        said, status = [], 0
        for command in peer.commands:
            status, text = _call([*command, *arguments], folder, marker, limit)
            said.append(text)
            if status != 0:
                break
        return Outcome(status, "".join(said), marker.exists())


def _call(command: list[str], folder: str, marker: Path, limit: float) -> tuple[int | None, str]:
    environment = os.environ | {
        MARKER: str(marker),
        "PYTHONPATH": str(ROOT),
        "COLUMNS": "400",  # a path that is broken over two lines is not a path that is not told
        "NO_COLOR": "1",
        "HF_HUB_OFFLINE": "1",
    }
    try:
        done = subprocess.run(
            [sys.executable, *command],
            cwd=folder,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            timeout=limit,
        )
    except subprocess.TimeoutExpired as error:
        said = error.stdout or b""
        return None, said if isinstance(said, str) else said.decode(errors="replace")
    return done.returncode, done.stdout
