"""A server on this machine that publishes files, as well as servers do."""

import hashlib
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread

from mgkd.data.obtaining import OpenCorpus, RemoteFile

Whim = Callable[[BaseHTTPRequestHandler, bytes], None]


@dataclass
class Publisher:
    """What is published, and what was asked for.

    Attributes:
        files: contents by name.
        whims: what it does with the next requests, in order, instead of answering them well.
        asked: each request's file and its header Range.
        served: bytes of contents that were sent.
    """

    base: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    whims: list[Whim] = field(default_factory=list)
    asked: list[tuple[str, str | None]] = field(default_factory=list)
    served: int = 0
    closing: Event = field(default_factory=Event)

    def file(self, name: str, content: bytes) -> RemoteFile:
        """Publishes a file."""
        self.files[name] = content
        digest = hashlib.sha256(content).hexdigest()
        return RemoteFile(name, f"{self.base}/{name}", len(content), digest)

    def corpus(self, name: str, contents: dict[str, bytes]) -> OpenCorpus:
        """Publishes a corpus."""
        return OpenCorpus(
            name=name,
            title="Letters",
            language="English",
            licence="CC0 1.0",
            licence_url="https://creativecommons.org/publicdomain/zero/1.0/legalcode",
            attribution="Nora Lund",
            origin="a test",
            files=tuple(self.file(name, content) for name, content in contents.items()),
        )


@contextmanager
def publishing() -> Iterator[Publisher]:
    publisher = Publisher()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            name = self.path.removeprefix("/")
            publisher.asked.append((name, self.headers.get("Range")))
            whim = publisher.whims.pop(0) if publisher.whims else answer
            whim(self, publisher.files[name])

        def log_message(self, *arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.publisher = publisher
    publisher.base = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield publisher
    finally:
        publisher.closing.set()
        server.shutdown()
        thread.join()
        server.server_close()


def answer(handler: BaseHTTPRequestHandler, content: bytes) -> None:
    """As a good server does."""
    asked = re.fullmatch(r"bytes=(\d+)-", handler.headers.get("Range", ""))
    start = int(asked[1]) if asked else 0
    if asked:
        handler.send_response(206)
        place = f"bytes {start}-{len(content) - 1}/{len(content)}"
        handler.send_header("Content-Range", place)
    else:
        handler.send_response(200)
    _send(handler, content[start:], len(content) - start)


def cut_after(count: int) -> Whim:
    """The connection breaks after so many bytes."""

    def whim(handler: BaseHTTPRequestHandler, content: bytes) -> None:
        handler.send_response(200)
        _send(handler, content[:count], len(content))

    return whim


def ignore_range(handler: BaseHTTPRequestHandler, content: bytes) -> None:
    """The whole file, whatever part was asked for."""
    handler.send_response(200)
    _send(handler, content, len(content))


def another_range(handler: BaseHTTPRequestHandler, content: bytes) -> None:
    """The end of the file, from another place than was asked for."""
    handler.send_response(206)
    handler.send_header("Content-Range", f"bytes 1-{len(content) - 1}/{len(content)}")
    _send(handler, content[1:], len(content) - 1)


def without_length(handler: BaseHTTPRequestHandler, content: bytes) -> None:
    """All of it, and no word of how much that is."""
    handler.send_response(200)
    _send(handler, content, None)


def fail_with(status: int) -> Whim:
    def whim(handler: BaseHTTPRequestHandler, content: bytes) -> None:
        handler.send_error(status)

    return whim


def say_nothing(handler: BaseHTTPRequestHandler, content: bytes) -> None:
    """No answer until the test is over."""
    handler.server.publisher.closing.wait()


def _send(handler: BaseHTTPRequestHandler, content: bytes, announced: int | None) -> None:
    if announced is not None:
        handler.send_header("Content-Length", str(announced))
    handler.end_headers()
    handler.server.publisher.served += len(content)
    handler.wfile.write(content)
