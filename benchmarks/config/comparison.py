"""Every case of every peer, run and judged."""

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from benchmarks.config.case import Case, NoSuchThing
from benchmarks.config.criteria import Outcome, Verdict, judge
from benchmarks.config.mistakes import MISTAKES, Mistake
from benchmarks.config.peers.peer import Peer
from benchmarks.config.trial import run


class WrongControl(Exception):
    """A right config does not do what it should, so that nothing can be said of wrong ones."""


@dataclass(frozen=True)
class Finding:
    """What was found of one mistake with one tool; no outcome where it cannot be made."""

    peer: Peer
    mistake: Mistake
    outcome: Outcome | None
    found: Verdict | NoSuchThing


def control(peer: Peer, limit: float) -> None:
    """Runs the right config.

    Raises:
        WrongControl: when it fails, or ends without opening the corpus.
    """
    outcome = run(peer, peer.right(), (), limit)
    if outcome.status != 0 or not outcome.read:
        status = "no end in time" if outcome.status is None else f"exit status {outcome.status}"
        read = "opened" if outcome.read else "not opened"
        raise WrongControl(
            f"{peer.name}: the right config ends with {status}, the corpus was {read}; "
            f"mend it before any mistake is looked at:\n{outcome.text}"
        )


def compare(peers: Iterable[Peer], limit: float, jobs: int) -> Iterator[Finding]:
    """All findings, mistake by mistake for one peer after the other.

    Raises:
        WrongControl: for the first peer whose right config does not run through.
    """
    peers = list(peers)
    with ThreadPoolExecutor(jobs) as pool:
        for _ in pool.map(lambda peer: control(peer, limit), peers):
            pass
        pairs = [(peer, mistake) for peer in peers for mistake in MISTAKES]
        yield from pool.map(lambda pair: examine(*pair, limit), pairs)


def examine(peer: Peer, mistake: Mistake, limit: float) -> Finding:
    """Makes one mistake with one tool."""
    case = peer.cases[mistake.name]
    if not isinstance(case, Case):
        return Finding(peer, mistake, None, case)
    right = peer.right()
    outcome = run(peer, case.files(right), case.arguments, limit)
    verdict = judge(outcome, case.places(right), case.remedy, case.others)
    return Finding(peer, mistake, outcome, verdict)
