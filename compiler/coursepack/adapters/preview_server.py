"""A server for the author's own browser: on loopback, of what was built last, and news of it."""

from __future__ import annotations

import json
import mimetypes
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from coursepack.adapters.child import Closing

HOST = "127.0.0.1"
_SHELL = Path(__file__).with_name("preview")
_SHELL_FILES = {"/": "preview.html", "/preview.js": "preview.js", "/preview.css": "preview.css"}
_POLICY = "default-src 'self'; style-src 'self' 'unsafe-inline'; frame-ancestors 'self'"
_PATIENCE = 15.0  # seconds after which a silent connection is told that we are still here


@dataclass(frozen=True, slots=True)
class Shown:
    """What the browser may ask for: files by their paths, and the news that names them."""

    news: Mapping[str, Any] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict)


class PreviewServer(Closing):
    """Serves on loopback alone; use it in a `with` statement."""

    def __init__(self, port: int = 0) -> None:
        """Take *port*, any that is free where it is 0. Raises OSError where it is taken."""
        self._shown = Shown()
        self._version = 0
        self._changed = threading.Condition()
        self._closed = False
        self._server = ThreadingHTTPServer((HOST, port), self._handler())
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    @property
    def address(self) -> str:
        """Where the browser finds it."""
        return f"http://{HOST}:{self._server.server_port}/"

    def show(self, shown: Shown) -> None:
        """Serve *shown* from now on, and tell every browser."""
        with self._changed:
            self._shown = shown
            self._version += 1
            self._changed.notify_all()

    def close(self) -> None:
        """Stop serving."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def wait(self, version: int) -> tuple[int, Shown] | None:
        """Return what is shown once it is newer than *version*, the same after a while.

        None when nothing more will come.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._version > version, _PATIENCE)
            return None if self._closed else (self._version, self._shown)

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                path = unquote(urlsplit(self.path).path)
                if not self._is_ours():
                    self._answer(403, b"", "text/plain")
                elif path in _SHELL_FILES:
                    name = _SHELL_FILES[path]
                    self._answer(200, (_SHELL / name).read_bytes(), _kind(name))
                elif path == "/events":
                    self._tell()
                elif (data := outer._shown.files.get(path.lstrip("/"))) is not None:
                    self._answer(200, data, _kind(path))
                else:
                    self._answer(404, b"There is no such file.", "text/plain")

            def _is_ours(self) -> bool:
                """Another site's name that leads here is not answered to."""
                host = (self.headers.get("Host") or "").rpartition(":")[0]
                return host in (HOST, "localhost")

            def _answer(self, status: int, data: bytes, kind: str) -> None:
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(data)))
                self.send_header("Cache-Control", "no-store")
                self.send_header("X-Content-Type-Options", "nosniff")
                if not self.path.startswith("/files/"):
                    self.send_header("Content-Security-Policy", _POLICY)
                self.end_headers()
                self.wfile.write(data)

            def _tell(self) -> None:
                self.send_response(200)
                self.send_header("Content-Type", "text/event-stream")
                self.send_header("Cache-Control", "no-store")
                self.end_headers()
                version = 0
                try:
                    while waited := outer.wait(version):
                        line = ": still here\n\n"
                        if waited[0] > version:
                            version, shown = waited
                            line = f"data: {json.dumps(dict(shown.news))}\n\n"
                        self.wfile.write(line.encode("ascii"))
                        self.wfile.flush()
                except OSError:
                    return  # the browser has gone

            def log_message(self, *_: object) -> None:
                """Say nothing: the terminal is for the course."""

        return Handler


def _kind(name: str) -> str:
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind
