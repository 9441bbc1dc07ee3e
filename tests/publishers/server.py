"""A publisher on this machine: answers by host, path and query, with every fault that a publisher can
have."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit


@dataclass
class Asked:
    """One question as it arrived; `host` is the publisher's."""

    host: str
    path: str
    query: dict[str, str]
    headers: Mapping[str, str]


@dataclass
class Reply:
    """One answer; with `length` None the header Content-Length is that of the body, with `cut` the connection
    ends early."""

    body: bytes | Iterable[bytes] = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    length: int | None = None
    hold: threading.Event | None = None


class Server:
    """Serves `answer(asked) -> Reply` until it is closed; `asked` lists what came."""

    def __init__(self, answer: Callable[[Asked], Reply]) -> None:
        self.answer = answer
        self.asked: list[Asked] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                parts = urlsplit(self.path)
                _, host, *path = parts.path.split("/")
                query = dict(parse_qsl(parts.query, keep_blank_values=True))
                asked = Asked(
                    host, "/" + "/".join(path), query, {k.lower(): v for k, v in self.headers.items()}
                )
                outer.asked.append(asked)
                outer.send(self, outer.answer(asked))

            def log_message(self, *_: object) -> None:
                """Tests read `Server.asked`, not the terminal."""

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True
        self._thread = threading.Thread(
            target=self._http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
        )
        self._thread.start()

    def address(self, host: str) -> str:
        """Where the publisher's `host` is found here."""
        return f"http://127.0.0.1:{self._http.server_address[1]}/{host}"

    def close(self) -> None:
        self._http.shutdown()
        self._http.server_close()

    @staticmethod
    def send(handler: BaseHTTPRequestHandler, reply: Reply) -> None:
        if reply.hold is not None:
            reply.hold.wait(5)
        handler.send_response(reply.status)
        for name, value in reply.headers.items():
            handler.send_header(name, value)
        if reply.length is not None:
            handler.send_header("Content-Length", str(reply.length))
        elif isinstance(reply.body, bytes):
            handler.send_header("Content-Length", str(len(reply.body)))
        else:
            handler.send_header("Connection", "close")
        handler.end_headers()
        try:
            for piece in [reply.body] if isinstance(reply.body, bytes) else reply.body:
                handler.wfile.write(piece)
        except (BrokenPipeError, ConnectionResetError):
            pass  # the reader had enough
        if reply.length is not None or not isinstance(reply.body, bytes):
            handler.close_connection = True
