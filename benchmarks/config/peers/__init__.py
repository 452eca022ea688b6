"""The tools that are compared."""

from benchmarks.config.peers import hydra, jsonargparse, mgkd, spacy, torchdistill
from benchmarks.config.peers.peer import Peer

PEERS: dict[str, Peer] = {
    module.PEER.name: module.PEER for module in (mgkd, spacy, jsonargparse, hydra, torchdistill)
}

__all__ = ["PEERS", "Peer"]
