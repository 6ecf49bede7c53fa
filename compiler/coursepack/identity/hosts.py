"""Where in the addresses of each host the identifier of a paper stands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import accumulate

from coursepack.identity.address import Address
from coursepack.pattern import pattern

ARXIV_ID = r"(\d\d(?:0[1-9]|1[0-2])\.\d{4,5}|[a-z][a-z-]+(?:\.[a-z]{2})?/\d{7})(?:v\d+)?"
_HASH = r"([0-9a-f]{32})"
_PROCEEDINGS = rf"/(?:paper|paper_files/paper)/\d+/(?:hash|file)/{_HASH}-.*"
# A parameter wherever it stands in the query.
_PARAMETER = r"\?(?:.*&)?{}(?:&.*)?"
_REST = r"(?:[/?].*)?"
_DOI = r"(10\.\d{4,9}/[^?]+)(?:\?.*)?"


@dataclass(frozen=True, slots=True)
class _Rule:
    """On *hosts* and below them, a `path` (with its query) that holds an id of *scheme*.

    `value` is made of the groups of `path`, counted from 0. A rule without hosts is for every host.
    """

    scheme: str
    hosts: str
    path: re.Pattern[str]
    value: str = "{0}"


def _rule(scheme: str, hosts: str, path: str, value: str = "{0}") -> _Rule:
    return _Rule(scheme, hosts, pattern(path, re.IGNORECASE), value)


# Of two rules that an address answers to, the first counts.
_RULES = (
    _rule(
        "arxiv",
        "arxiv.org alphaxiv.org ar5iv.org huggingface.co arxiv-vanity.com scirate.com",
        rf"/(?:abs|pdf|html|format|ps|src|e-print|papers|overview|arxiv)/{ARXIV_ID}(?:\.pdf|\.ps)?{_REST}",
    ),
    _rule("doi", "doi.org doi.acm.org doi.ieeecomputersociety.org", rf"/(?:doi:)?{_DOI}"),
    _rule(
        "doi",
        "dl.acm.org portal.acm.org",
        r"/citation\.cfm" + _PARAMETER.format(r"id=(\d{4,}\.\d{4,})"),
        "10.1145/{0}",
    ),
    _rule("doi", "link.springer.com rd.springer.com", rf"/{_DOI}"),
    _rule(
        "doi",
        "nature.com",
        r"/articles/([sd]\d{5}-\d{3}-\d{5}-[\dxw]|[a-z]+(?:\.\d{4})?\.?\d+|\d+[a-z]\d)(?:[._/?].*)?",
        "10.1038/{0}",
    ),
    _rule("doi", "plos.org", r"/\w+/article(?:/\w+)?" + _PARAMETER.format(r"id=(10\.1371/[\w.]+)")),
    _rule(
        "doi",
        "biorxiv.org medrxiv.org",
        r"/content/(10\.1101/(?:\d{4}\.\d\d\.\d\d\.)?\d+)(?:v\d+)?(?:[./?].*)?",
    ),
    _rule(
        "doi",
        "ssrn.com",
        r"/(?:sol3/\w+\.cfm(?:/.*)?\?(?:.*&)?)?abstract(?:_?id)?=(\d+)(?:&.*)?",
        "10.2139/ssrn.{0}",
    ),
    _rule(
        "openreview",
        "openreview.net",
        r"/(?:forum|pdf|attachment)" + _PARAMETER.format(r"id=([\w-]+)"),
    ),
    # The files of a conference are named after it and the paper, its pages after the paper.
    _rule(
        "usenix",
        "usenix.org",
        r"/(?:legacy/)?conference/([a-z]+\d\d)/(?:[\w-]+/)?presentation/([\w-]+)" + _REST,
        "{0}/{1}",
    ),
    _rule(
        "usenix",
        "usenix.org",
        r"/(?:sites/default/files|system/files)/(?:conference/[a-z0-9]+/)?([a-z]+\d\d)(?:fall|summer|spring|winter)?"
        r"[-_](?!slides?[-_.]|poster[-_.]|paper[-_]slides)(?:paper[-_])?(?:prepub[-_]\d+[-_])?([a-z0-9_-]+?)(?:_\d+)?\.pdf(?:\?.*)?",
        "{0}/{1}",
    ),
    _rule(
        "usenix",
        "usenix.org",
        r"/(?:legacy/)?(?:events?|publications/library/proceedings)/([a-z]+\d\d)/(?:tech|papers|full_papers)/"
        r"(?:full_papers/)?(?!(?:tech|index|techabstracts|full_papers|slides)\b)([a-z0-9-]+)(?:_html)?(?:\.(?:pdf|html?|ps))?"
        + _REST,
        "{0}/{1}",
    ),
    _rule(
        "acl",
        "aclanthology.org aclanthology.info aclweb.org aclanthology.coli.uni-saarland.de",
        r"/(?:(?:anthology|papers|[a-z]|[a-z]\d\d)/)*([a-z]\d\d-\d{4}|\d{4}\.[a-z0-9_]+-[a-z0-9]+\.\d+)(?:v\d+)?(?:\.(?:pdf|bib))?"
        + _REST,
    ),
    _rule(
        "pmlr",
        "proceedings.mlr.press",
        r"/(v\d+)/([a-z0-9-]+?)(?:\.html|\.pdf|/.*)?(?:\?.*)?",
        "{0}/{1}",
    ),
    _rule(
        "pmlr",
        "jmlr.org",
        r"/proceedings/papers/(v\d+)/([a-z0-9-]+?)(?:\.html|\.pdf)?(?:\?.*)?",
        "{0}/{1}",
    ),
    _rule(
        "pmlr",
        "raw.githubusercontent.com",
        r"/mlresearch/(v\d+)/[\w-]+/assets/([a-z0-9-]+)/.*",
        "{0}/{1}",
    ),
    _rule("neurips", "nips.cc neurips.cc", _PROCEEDINGS),
    _rule("neurips", "nips.cc neurips.cc", r"/paper/(\d+)-[a-z0-9-]+(?:\.pdf)?" + _REST),
    _rule("mlsys", "mlsys.org", _PROCEEDINGS),
    _rule("iclr", "iclr.cc", _PROCEEDINGS),
    _rule(
        "cvf",
        "openaccess.thecvf.com cv-foundation.org",
        r"/(?:.*/)?(?:html|papers|supplemental)/(?:.*/)?([\w-]+?)(?:_paper|_supplemental)?\.(?:html|pdf)(?:\?.*)?",
    ),
    _rule("vldb", "vldb.org", r"/pvldb/(?:vol)?(\d+)/p(\d+)-.*", "{0}/{1}"),
    _rule("cidr", "cidrdb.org vldb.org", r"/(?:.*/)?(cidr\d{4}_paper\d+)\.pdf(?:\?.*)?"),
    _rule(
        "jmlr",
        "jmlr.org jmlr.csail.mit.edu",
        r"/papers/v(?:olume)?(\d+)/([a-z0-9-]+?)(?:\.html|\.pdf|/.*)?(?:\?.*)?",
        "{0}/{1}",
    ),
    _rule("pubmed", "ncbi.nlm.nih.gov", r"/(?:pubmed/)?(\d{4,9})" + _REST),
    _rule("pubmed", "europepmc.org", r"/(?:article|abstract)/med/(\d+)" + _REST),
    _rule("pmc", "ncbi.nlm.nih.gov", r"/(?:pmc/)?articles/pmc(\d+)" + _REST),
    _rule("pmc", "europepmc.org", r"/(?:article/pmc|articles)/pmc(\d+)" + _REST),
    _rule(
        "s2",
        "semanticscholar.org",
        r"/(?:paper|reader|arxiv)/(?:[^/?]*/)?([0-9a-f]{40})" + _REST,
    ),
    _rule("s2", "semanticscholar.org", r"/corpusid:(\d+)" + _REST, "corpus:{0}"),
    _rule("ieee", "ieeexplore.ieee.org", r"/(?:abstract/)?document/(\d+)" + _REST),
    _rule(
        "ieee", "ieeexplore.ieee.org", r"/(?:.*/)?\w+\.jsp" + _PARAMETER.format(r"arnumber=(\d+)")
    ),
    _rule("pii", "sciencedirect.com", r"/science/article/(?:abs/)?pii/([a-z]?[\dx]+)" + _REST),
    _rule("jstor", "jstor.org", r"/(?:stable|pdf)/(?:pdf/)?(?:10\.2307/)?(\d+)(?:\.pdf)?" + _REST),
    _rule(
        "aaai", "aaai.org", r"/index\.php/(\w+)/article/(?:view|download)/(\d+)" + _REST, "{0}/{1}"
    ),
    _rule(
        "rfc",
        "rfc-editor.org ietf.org",
        r"/(?:rfc|info|html|doc/html|doc|pdf)/rfc0*(\d+)(?:\.\w+)*" + _REST,
    ),
    _rule("iacr", "eprint.iacr.org", r"/(\d{4}/\d+)(?:\.pdf)?" + _REST),
    _rule(
        "isbn",
        "amazon.com amazon.co.uk amazon.de amazon.ca",
        r"/(?:.*/)?(?:dp|product)/(\d{9}[\dx])" + _REST,
    ),
    _rule("isbn", "openlibrary.org worldcat.org", r"/isbn/([\dx-]+)" + _REST),
    _rule("youtube", "youtube.com", r"/watch" + _PARAMETER.format(r"v=([\w-]{11})")),
    _rule("youtube", "youtu.be", r"/([\w-]{11})(?:\?.*)?"),
    # Publishers keep the DOI in the path: /doi/pdf/10.…, /article/10.…, /chapter/10.….
    _rule(
        "doi",
        "",
        r"/(?:[^?]*/)?(?:doi|articles?|chapter|book|document|abstract|referenceworkentry|content/pdf)/"
        rf"(?:[a-z]+/)?{_DOI}",
    ),
)


def _by_host() -> dict[str, list[_Rule]]:
    found: dict[str, list[_Rule]] = {}
    for rule in _RULES:
        for host in rule.hosts.split() or [""]:
            found.setdefault(host, []).append(rule)
    return found


_BY_HOST = _by_host()


def identified(address: Address) -> tuple[str, str] | None:
    """Return the scheme and the value of the identifier that *address* holds as written."""
    for host in (*_hosts(address.host), ""):
        for rule in _BY_HOST.get(host, ()):
            if found := rule.path.fullmatch(address.place):
                return rule.scheme, rule.value.format(*found.groups())
    return None


def _hosts(host: str) -> list[str]:
    """*host* and what it lies below, the whole of it first."""
    labels = host.split(".")[-8:]
    return list(accumulate(reversed(labels), lambda below, label: f"{label}.{below}"))[::-1]
