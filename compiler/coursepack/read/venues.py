"""Read a venue and a year written as one text, such as `SOSP 2023` or `SC 21`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from coursepack.pattern import pattern

# Journals that count volumes: a number after their name is one, unless it is a full year.
_JOURNALS = frozenset(
    """aaai magazine|ai magazine|artificial intelligence|bioinformatics|cacm|cell
    |communications of the acm|csur|ieee micro|jacm|jair|j. acm|jmlr|journal of the acm
    |journal of machine learning research|machine learning|nature|nature communications
    |nature machine intelligence|nature methods|neural computation|neural networks
    |operating systems review|pacmpl|pami|patterns|plos one|pnas|pomacs|proc. ieee
    |proceedings of the ieee|proceedings of the vldb endowment|pvldb|science|science advances
    |sigops operating systems review|taco|tacl|tifs|tkde|tmlr|tnnls|tocs|tods|tods|ton|topc
    |toplas|tos|tosem|tpami|tpds|transactions of the acl|transactions on machine learning research
    |vldb journal|vldbj|the lancet|nejm""".replace("\n", " ").split("|")
)
_JOURNAL_NAMES = frozenset(" ".join(name.split()) for name in _JOURNALS)

_SERVERS = {
    "arxiv": "arXiv",
    "arxiv preprint": "arXiv",
    "biorxiv": "bioRxiv",
    "corr": "arXiv",
    "medrxiv": "medRxiv",
    "ssrn": "SSRN",
}

_YEAR = r"((?:19|20)\d\d)"
# Where an article stands that was revised since: `arXiv 2024 (v3 2025)`.
_REVISED = pattern(r"\s*\((v\d+[^()]*)\)$")
_NAME_AND_YEAR = pattern(rf"(.*?[^\s,(])(?:\s*,\s*|\s+)(?:\({_YEAR}\)|{_YEAR})")
_SHORT_YEAR = pattern(r"(.*?[^\s,'’])(?:\s*['’]|\s+)(\d\d)")
_VOLUME = pattern(r"(.*?[^\s,])[\s,]+(\d{1,4})(?:\s*\((\d{1,4})\))?")
_ARXIV_ID = pattern(
    r"\s*(?:arxiv[:.]|abs/)\s*\d{4}\.\d{4,5}(?:v\d+)?(?:\s*\[[\w.-]+\])?,?", re.IGNORECASE
)
_REPORT = pattern(
    r"(.+?)[\s,]+((?:white ?paper)|(?:tech(?:nical|\.)? report))(?:[\s,]+(?:19|20)\d\d)?",
    re.IGNORECASE,
)

# Which century two digits mean is fixed, not the clock's: the same text, the same year.
_FIRST_SHORT_YEAR = 60
_MOST_WORDS = 3


@dataclass(frozen=True, slots=True)
class Venue:
    """What a venue text says: CSL fields, a year, and the type of work they suggest.

    `remark` is what was understood and has no field, such as "v3 2025".
    """

    fields: Mapping[str, str] = field(default_factory=dict)
    year: int | None = None
    kind: str = ""
    remark: str = ""


def read(text: str, *, in_journal: bool = False) -> Venue:
    """Return what *text* says; what follows no known pattern is one whole name.

    With *in_journal* the author says that it is a journal, whether known or not.
    """
    text = " ".join(text.split())
    if venue := _preprint(text) or _journal(text, known=in_journal):
        return venue
    if in_journal:
        return Venue({"container-title": text}, None, "article-journal")
    if venue := _report(text) or _conference(text):
        return venue
    return Venue({"container-title": text} if text else {})


def is_journal(name: str) -> bool:
    """Say whether *name* is a journal known to count volumes."""
    return name.casefold() in _JOURNAL_NAMES


def _preprint(text: str) -> Venue | None:
    revised = _REVISED.search(text)
    bare = _REVISED.sub("", text)
    without_id = _ARXIV_ID.sub("", bare, count=1).strip(" ,")
    if without_id != bare and not without_id:
        return Venue({"publisher": "arXiv"}, None, "article")
    found = _NAME_AND_YEAR.fullmatch(without_id) or re.fullmatch(rf"(){_YEAR}()", without_id)
    name = found[1].strip(" ,") if found else without_id
    year = int(found[2] or found[3]) if found else None
    remark = revised[1] if revised else ""
    if not name and without_id == bare:
        return None
    if publisher := _SERVERS.get(name.casefold() or "arxiv"):
        return Venue({"publisher": publisher}, year, "article", remark)
    if name.casefold() == "preprint":
        return Venue({"genre": "Preprint"}, year, "article", remark)
    return None


def _journal(text: str, *, known: bool) -> Venue | None:
    """`Nature 2023`, `JMLR 23`, `JMLR 23(120) 2022`; any name where it is *known* for one."""
    dated = _NAME_AND_YEAR.fullmatch(text)
    name = dated[1] if dated else text
    year = int(dated[2] or dated[3]) if dated else None
    fields = {"container-title": name}
    volume = _VOLUME.fullmatch(name)
    if volume and (known or is_journal(volume[1])):
        fields = {"container-title": volume[1], "volume": volume[2]}
        if volume[3]:
            fields["issue"] = volume[3]
    elif not known and not is_journal(name):
        return None
    return Venue(fields, year, "article-journal")


def _report(text: str) -> Venue | None:
    found = _REPORT.fullmatch(text)
    if not found:
        return None
    year = re.search(rf"{_YEAR}$", text)
    fields = {"publisher": found[1], "genre": found[2]}
    return Venue(fields, int(year[1]) if year else None, "report")


def _conference(text: str) -> Venue | None:
    if found := _NAME_AND_YEAR.fullmatch(text):
        year = int(found[2] or found[3])
        return Venue({"container-title": found[1]}, year, "paper-conference")
    found = _SHORT_YEAR.fullmatch(text)
    if not found or not (_is_short_name(found[1]) or re.search(r"['’]\d\d$", text)):
        return None
    digits = int(found[2])
    year = digits + (1900 if digits >= _FIRST_SHORT_YEAR else 2000)
    return Venue({"container-title": found[1]}, year, "paper-conference")


def _is_short_name(name: str) -> bool:
    """Say whether *name* is one that people put two digits behind: `USENIX ATC`."""
    words = name.split()
    return len(words) <= _MOST_WORDS and all(
        word[0].isupper() and word[-1].isalpha() and word.lower() != "vol" for word in words
    )
