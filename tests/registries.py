"""The registries of papers on this machine: what Crossref, DataCite and arXiv answer, in memory.

The shapes are those that each documents; the papers are real, the data set is made up.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from coursepack.lookup import Addresses

MEGATRON = "10.1145/3458817.3476209"
ALPHAFOLD = "10.1038/s41586-021-03819-2"
DATA = "10.5072/example-data"

_PEOPLE = ("Deepak Narayanan", "Mohammad Shoeybi", "Jared Casper", "Matei Zaharia")


def _author(name: str) -> dict[str, Any]:
    given, _, family = name.rpartition(" ")
    return {"given": given, "family": family, "sequence": "additional", "affiliation": []}


CROSSREF: dict[str, dict[str, Any]] = {
    MEGATRON: {
        "DOI": MEGATRON,
        "type": "proceedings-article",
        "title": [
            "Efficient large-scale language model training on GPU clusters using megatron-LM"
        ],
        "subtitle": [],
        "author": [_author(name) for name in _PEOPLE],
        "container-title": [
            "Proceedings of the International Conference for High Performance Computing,"
            " Networking, Storage and Analysis"
        ],
        "short-container-title": [],
        "event": {"name": "SC '21", "acronym": "SC '21", "location": "St. Louis Missouri"},
        "publisher": "ACM",
        "publisher-location": "New York, NY, USA",
        "issued": {"date-parts": [[2021, 11, 13]]},
        "page": "1-15",
        "URL": f"http://dx.doi.org/{MEGATRON}",
        "reference-count": 54,
    },
    ALPHAFOLD: {
        "DOI": ALPHAFOLD,
        "type": "journal-article",
        "title": ["Highly accurate protein structure prediction with AlphaFold"],
        "author": [
            {"given": "John", "family": "Jumper", "sequence": "first"},
            {"given": "Richard", "family": "Evans", "sequence": "additional"},
            {"name": "A Consortium & Friends", "sequence": "additional"},
        ],
        "container-title": ["Nature"],
        "short-container-title": ["Nature"],
        "publisher": "Springer Science and Business Media LLC",
        "issued": {"date-parts": [[2021, 7, 15]]},
        "volume": "596",
        "issue": "7873",
        "page": "583-589",
    },
}

DATACITE: dict[str, dict[str, Any]] = {
    DATA: {
        "doi": DATA,
        "titles": [
            {"title": "Readings per week"},
            {"title": "A data set", "titleType": "Subtitle"},
        ],
        "creators": [
            {
                "name": "Lee, Ada",
                "nameType": "Personal",
                "givenName": "Ada",
                "familyName": "Lee",
            },
            {"name": "Reading Research Group", "nameType": "Organizational"},
        ],
        "publisher": "Example Repository",
        "publicationYear": 2019,
        "dates": [{"date": "2019-03-02", "dateType": "Issued"}],
        "types": {"resourceTypeGeneral": "Dataset", "citeproc": "dataset"},
        "container": {},
    }
}

_ENTRY = """
  <entry>
    <id>http://arxiv.org/abs/{ident}v5</id>
    <updated>2021-08-23T17:16:02Z</updated>
    <published>{published}T16:43:11Z</published>
    <title>{title}</title>
    <summary>  Large models &amp; their training. </summary>
    {authors}{doi}
    <link href="http://arxiv.org/abs/{ident}v5" rel="alternate" type="text/html"/>
    <arxiv:primary_category xmlns:arxiv="http://arxiv.org/schemas/atom" term="cs.CL"/>
  </entry>"""
_FEED = """<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
  <link href="http://arxiv.org/api/query" rel="self" type="application/atom+xml"/>
  <title type="html">ArXiv Query</title>{}
</feed>
"""
ARXIV = {
    "2104.04473": (
        "2021-04-09",
        "Efficient Large-Scale Language Model Training on GPU Clusters\n  Using Megatron-LM",
        _PEOPLE,
        MEGATRON,
    ),
    "1706.03762": (
        "2017-06-12",
        "Attention Is All You Need",
        ("Ashish Vaswani", "Noam Shazeer", "Niki Parmar"),
        "",
    ),
}

PAGE = """<!doctype html><html><head><title>A paper</title>
<meta name="citation_title"
 content="ZooKeeper: Wait-free Coordination for Internet-scale Systems">
<meta name="citation_author" content="Patrick Hunt">
<meta name="citation_author" content="Mahadev Konar">
<meta name="citation_author" content="Flavio Paiva Junqueira">
<meta name="citation_author" content="Benjamin Reed">
<meta name="citation_conference_title"
 content="2010 USENIX Annual Technical Conference (USENIX ATC 10)">
<meta name="citation_publication_date" content="2010">
</head><body><p>Words.</body></html>"""

# The status, the headers and the body of an answer.
Reply = tuple[int, dict[str, str], bytes]


@dataclass
class Registries:
    """What was asked of them, and what they are told to answer instead of what they know."""

    calls: list[str] = field(default_factory=list)
    agents: list[str] = field(default_factory=list)
    faults: list[Reply] = field(default_factory=list)
    always: Reply | None = None
    stalls: bool = False
    base: str = ""

    @property
    def addresses(self) -> Addresses:
        return Addresses(f"{self.base}/crossref", f"{self.base}/datacite", f"{self.base}/arxiv")

    def answer(self, path: str, query: dict[str, str]) -> Reply:
        _, registry, *rest = unquote(path).split("/")
        name = "/".join(rest[1:])
        if registry == "crossref" and rest == ["works"]:
            words = {*query["query.bibliographic"].lower().split()}
            found = sorted(CROSSREF.values(), key=lambda w: -_shared(w, words))
            return reply({"status": "ok", "message": {"items": found}})
        if registry == "crossref" and name in CROSSREF:
            return reply({"status": "ok", "message-type": "work", "message": CROSSREF[name]})
        if registry == "datacite" and name in DATACITE:
            told = {"id": name, "type": "dois", "attributes": DATACITE[name]}
            return reply({"data": told})
        if registry == "arxiv":
            entries = "".join(_entry(i) for i in query["id_list"].split(",") if i in ARXIV)
            return 200, {"Content-Type": "application/atom+xml"}, _FEED.format(entries).encode()
        if registry == "paper":
            return 200, {"Content-Type": "text/html; charset=utf-8"}, PAGE.encode()
        if registry == "moved":
            return 302, {"Location": f"{self.base}/paper"}, b""
        return 404, {"Content-Type": "text/plain"}, b"Resource not found."


def _shared(work: dict[str, Any], words: set[str]) -> int:
    return len(words & {*work["title"][0].lower().split()})


def _entry(ident: str) -> str:
    published, title, people, doi = ARXIV[ident]
    authors = "".join(f"<author><name>{name}</name></author>" for name in people)
    said = f'<arxiv:doi xmlns:arxiv="http://arxiv.org/schemas/atom">{doi}</arxiv:doi>'
    return _ENTRY.format(
        ident=ident, published=published, title=title, authors=authors, doi=said if doi else ""
    )


def reply(told: object) -> Reply:
    """Return *told* as a registry answers with it."""
    return 200, {"Content-Type": "application/json"}, json.dumps(told).encode()


@contextmanager
def running() -> Iterator[Registries]:
    """Yield registries that answer on this machine alone."""
    registries = Registries()
    stopped = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            registries.calls.append(self.path)
            registries.agents.append(self.headers.get("User-Agent", ""))
            if registries.stalls:
                stopped.wait(20)
                return
            query = {k: v[0] for k, v in parse_qs(parts.query).items()}
            reply = registries.always
            if registries.faults:
                reply = registries.faults.pop(0)
            status, headers, body = reply or registries.answer(parts.path, query)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            try:
                self.wfile.write(body)
            except OSError:
                return  # whoever asked has heard enough

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    registries.base = f"http://127.0.0.1:{server.server_port}"
    try:
        yield registries
    finally:
        stopped.set()
        server.shutdown()
        server.server_close()
        thread.join()
