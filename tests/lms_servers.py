"""Learning systems on this machine: the documented calls of Canvas and of Moodle, in memory."""

from __future__ import annotations

import email.parser
import email.policy
import json
import re
import threading
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

TOKEN = "t0ken"
# The status, the headers and the JSON that a system answers with.
Answer = tuple[int, dict[str, str], Any]


class System(ABC):
    """What both have: a course, a log of the calls, and ways to go wrong."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, str]] = []
        self.secrets: list[str] = []  # what came with an Authorization header
        self.number = 100
        self.faults: list[tuple[int, dict[str, str], bytes]] = []
        self.base = ""

    def next(self) -> int:
        self.number += 1
        return self.number

    @abstractmethod
    def answer(
        self,
        method: str,
        path: str,
        query: dict[str, str],
        form: dict[str, str],
        files: dict[str, bytes],
    ) -> Answer:
        """Return what the system answers to a call."""


class Canvas(System):
    """Modules, items, pages and files as the REST API of Canvas documents them."""

    def __init__(self, per_page: int = 100) -> None:
        super().__init__()
        self.modules: list[dict[str, Any]] = []
        self.pages: dict[str, dict[str, Any]] = {}
        self.files: dict[int, tuple[str, bytes]] = {}
        self.waiting: dict[str, str] = {}
        self.per_page = per_page
        self.hides_items = False

    def answer(
        self,
        method: str,
        path: str,
        query: dict[str, str],
        form: dict[str, str],
        files: dict[str, bytes],
    ) -> Answer:
        found = re.fullmatch(r"/api/v1/courses/7(/.*)", path)
        if path == "/upload":
            return self._upload(form, files)
        if path.startswith("/api/v1/files/"):
            ident = int(path.split("/")[4])
            return 200, {}, {"id": ident, "display_name": self.files[ident][0]}
        if not found:
            return 404, {}, {"errors": [{"message": "no such course"}]}
        rest = found[1]
        if rest == "/modules" and method == "GET":
            return self._listed(rest, query)
        if rest == "/modules":
            made = {"id": self.next(), "name": form["module[name]"], "items": []}
            self.modules.insert(int(form.get("module[position]", "99")) - 1, made)
            return 200, {}, {k: v for k, v in made.items() if k != "items"}
        if rest == "/files":
            key = f"k{self.next()}"
            self.waiting[key] = form["name"]
            address = f"{self.base}/upload"
            return 200, {}, {"upload_url": address, "upload_params": {"key": key}}
        if rest == "/pages" or rest.startswith("/pages/"):
            return self._page(method, unquote(rest.removeprefix("/pages").strip("/")), form)
        return self._module(method, rest, form, query)

    def _listed(self, rest: str, query: dict[str, str]) -> Answer:
        page = int(query.get("page", "1"))
        start = (page - 1) * self.per_page
        shown = self.modules[start : start + self.per_page]
        headers = {}
        if start + self.per_page < len(self.modules):
            following = f"{self.base}/api/v1/courses/7{rest}?include[]=items&page={page + 1}"
            headers["Link"] = f'<{following}>; rel="next", <{self.base}/x>; rel="first"'
        if self.hides_items:
            shown = [{k: v for k, v in m.items() if k != "items"} for m in shown]
        return 200, headers, shown

    def _module(
        self, method: str, rest: str, form: dict[str, str], query: dict[str, str]
    ) -> Answer:
        _, _, ident, *more = rest.split("/")
        module = next((m for m in self.modules if str(m["id"]) == ident), None)
        if module is None:
            return 404, {}, {}
        if not more:
            module["name"] = form.get("module[name]", module["name"])
            return 200, {}, {"id": module["id"], "name": module["name"]}
        items = module["items"]
        if method == "GET":
            return 200, {}, items
        told = {k[12:-1]: v for k, v in form.items() if k.startswith("module_item[")}
        if method == "POST":
            item: dict[str, Any] = {"id": self.next(), "module_id": module["id"], "position": 0}
            items.append(item)
            if told["type"] == "Page":
                assert told["page_url"] in self.pages
            if told["type"] == "File":
                assert int(told["content_id"]) in self.files
        else:
            item = next(i for i in items if str(i["id"]) == more[1])
        for name, value in told.items():
            item[name] = int(value) if name in ("indent", "position", "content_id") else value
        items.sort(key=lambda i: i["position"])
        return 200, {}, item

    def _page(self, method: str, slug: str, form: dict[str, str]) -> Answer:
        title = form["wiki_page[title]"]
        if method == "POST":
            slug = re.sub(r"\W+", "-", title.lower()).strip("-")
            while slug in self.pages:
                slug += "-2"
        elif slug not in self.pages:
            return 404, {}, {}
        self.pages[slug] = {"title": title, "body": form["wiki_page[body]"]}
        return 200, {}, {"url": slug, "title": title}

    def _upload(self, form: dict[str, str], files: dict[str, bytes]) -> Answer:
        name = self.waiting.pop(form["key"])
        ident = self.next()
        self.files[ident] = (name, files["file"])
        return 201, {"Location": f"{self.base}/api/v1/files/{ident}"}, {"id": ident}

    def shown(self) -> list[tuple[str, list[tuple[str, str, str]]]]:
        """What a student sees: the modules, and of each item its type, title and address."""
        return [
            (m["name"], [(i["type"], i["title"], i.get("external_url", "")) for i in m["items"]])
            for m in self.modules
        ]


class Moodle(System):
    """Web services of Moodle: the site, sections by the plugin, private files."""

    def __init__(self, plugin: bool = True, private: bool = True) -> None:
        super().__init__()
        self.sections: list[dict[str, Any]] = [{"id": 1, "name": "", "summary": ""}]
        self.private: list[bytes] = []
        self.drafts: dict[int, bytes] = {}
        self.functions = ["core_webservice_get_site_info"]
        if plugin:
            names = ("get_sections", "create_sections", "update_sections")
            self.functions += [f"local_wsmanagesections_{name}" for name in names]
        if private:
            self.functions.append("core_user_add_user_private_files")

    def answer(
        self,
        method: str,
        path: str,
        query: dict[str, str],
        form: dict[str, str],
        files: dict[str, bytes],
    ) -> Answer:
        if path == "/webservice/upload.php":
            if form.get("token") != TOKEN:
                return 200, {}, {"error": "Invalid token", "errorcode": "invalidtoken"}
            ident = self.next()
            self.drafts[ident] = files["file"]
            return 200, {}, [{"itemid": ident, "filename": "course.mbz"}]
        if path != "/webservice/rest/server.php":
            return 404, {}, {}
        if form.get("wstoken") != TOKEN:
            told = {
                "exception": "core\\exception",
                "errorcode": "invalidtoken",
                "message": "Invalid token",
            }
            return 200, {}, told
        function = form["wsfunction"]
        self.calls.append(("CALL", function))
        if function not in self.functions:
            return 200, {}, {"exception": "x", "errorcode": "accessexception", "message": "no"}
        if function == "core_webservice_get_site_info":
            return 200, {}, {"functions": [{"name": n, "version": "1"} for n in self.functions]}
        if function.endswith("get_sections"):
            return 200, {}, self.sections
        if function.endswith("create_sections"):
            made = {"id": self.next(), "name": "", "summary": ""}
            self.sections.append(made)
            return 200, {}, [{"sectionid": made["id"], "sectionnumber": len(self.sections) - 1}]
        if function.endswith("update_sections"):
            section = next(s for s in self.sections if str(s["id"]) == form["sections[0][section]"])
            section["name"] = form["sections[0][name]"]
            section["summary"] = form["sections[0][summary]"]
            return 200, {}, {"warnings": []}
        self.private.append(self.drafts.pop(int(form["draftid"])))
        return 200, {}, None


@contextmanager
def running(system: System) -> Iterator[str]:
    """Yield the address on which *system* answers, on this machine alone."""

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            parts = urlsplit(self.path)
            query = {k: v[0] for k, v in parse_qs(parts.query).items()}
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            form, files = _fields(self.headers.get("Content-Type") or "", body)
            system.calls.append((self.command, parts.path))
            if secret := self.headers.get("Authorization"):
                system.secrets.append(f"{parts.path} {secret}")
            if system.faults:
                status, headers, data = system.faults.pop(0)
            elif isinstance(system, Canvas) and (
                parts.path != "/upload" and self.headers.get("Authorization") != f"Bearer {TOKEN}"
            ):
                status, headers, data = (
                    401,
                    {},
                    b'{"errors": [{"message": "Invalid access token."}]}',
                )
            else:
                status, headers, told = system.answer(self.command, parts.path, query, form, files)
                data = json.dumps(told).encode()
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_POST = do_PUT = _answer  # noqa: N815

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    system.base = f"http://127.0.0.1:{server.server_port}"
    try:
        yield system.base
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _fields(kind: str, body: bytes) -> tuple[dict[str, str], dict[str, bytes]]:
    if not kind.startswith("multipart/"):
        return {k: v[0] for k, v in parse_qs(body.decode(), keep_blank_values=True).items()}, {}
    head = f"Content-Type: {kind}\r\n\r\n".encode()
    message = email.parser.BytesParser(policy=email.policy.HTTP).parsebytes(head + body)
    form: dict[str, str] = {}
    files: dict[str, bytes] = {}
    for part in message.iter_parts():  # type: ignore[attr-defined]
        name = part.get_param("name", header="content-disposition")
        data = part.get_payload(decode=True)
        if part.get_filename():
            files[name] = data
        else:
            form[name] = data.decode()
    return form, files
