"""Tell from an address whether it leads to something to read, or to a course's own matter."""

from __future__ import annotations

from urllib.parse import urlsplit

from coursepack.pattern import pattern

# Where papers, books and essays lie.
_READ = pattern(
    r"(?:^|\.)(?:arxiv\.org|alphaxiv\.org|ar5iv\.org|doi\.org|dl\.acm\.org|queue\.acm\.org|cacm\.acm\.org"
    r"|acm\.org|usenix\.org|openreview\.net|ieeexplore\.ieee\.org|computer\.org|link\.springer\.com"
    r"|springer\.com|nature\.com|science\.org|sciencemag\.org|sciencedirect\.com|aclanthology\.org|aclweb\.org"
    r"|mlr\.press|nips\.cc|neurips\.cc|jmlr\.org|ssrn\.com|jstor\.org|nber\.org|biorxiv\.org|medrxiv\.org"
    r"|nih\.gov|pnas\.org|semanticscholar\.org|thecvf\.com|vldb\.org|cidrdb\.org|iacr\.org|isca-speech\.org"
    r"|wiley\.com|tandfonline\.com|oup\.com|cambridge\.org|sagepub\.com|mitpress\.mit\.edu|direct\.mit\.edu"
    r"|plos\.org|journals\.plos\.org|elifesciences\.org|cell\.com|thelancet\.com|bmj\.com|nejm\.org|muse\.jhu\.edu"
    r"|annualreviews\.org|royalsocietypublishing\.org|aaai\.org|ijcai\.org|roboticsproceedings\.org|ndss-symposium\.org"
    r"|mlsys\.org|transformer-circuits\.pub|distill\.pub|research\.google|engineering\.fb\.com|hal\.science"
    r"|osf\.io|psyarxiv\.com|philpapers\.org|plato\.stanford\.edu|books\.google\.com|papers\.ssrn\.com|hdl\.handle\.net"
    r"|dspace\.mit\.edu|citeseerx\.ist\.psu\.edu|academic\.oup\.com|dagstuhl\.de|siam\.org|ams\.org|projecteuclid\.org"
    r"|frontiersin\.org|mdpi\.com|hindawi\.com|rfc-editor\.org|datatracker\.ietf\.org|semver\.org|huggingface\.co)$"
)
_FILE = pattern(r"\.(?:pdf|ps|ps\.gz|epub|djvu)$")
_OWN_FILE = pattern(
    r"(?:^|[/_-])(?:lec(?:ture)?s?|slides?|hw|homeworks?|assignments?|labs?|syllabus|schedule|polic(?:y|ies)"
    r"|quiz(?:zes)?|exams?|midterms?|finals?|projects?|problem-?sets?|psets?|ps|solutions?|recitations?|sections?|notes?"
    r"|handouts?|worksheets?|rubric|staff|images?|img|assets/(?:slides|img|images|lectures?))"
    r"(?:[/_.-]|\d)",
)
_ELSEWHERE = pattern(
    r"(?:^|\.)(?:piazza\.com|gradescope\.com|instructure\.com|canvas\.[\w.]+|zoom\.us|edstem\.org|slack\.com"
    r"|discord\.(?:gg|com)|calendar\.google\.com|forms\.gle|docs\.google\.com|drive\.google\.com|meet\.google\.com"
    r"|overleaf\.com|hotcrp\.com|twitter\.com|x\.com|linkedin\.com|facebook\.com|doodle\.com|calendly\.com"
    r"|sites\.google\.com|maps\.google\.com|goo\.gl|perusall\.com|campuswire\.com|moodle\.[\w.]+|codalab\.org"
    r"|scholar\.google\.com|mastodon\.social|panopto\.com|kaltura\.com|eventbrite\.com)$"
)

_ERRAND = pattern(
    r"(?:^|\.)(?:piazza\.com|gradescope\.com|instructure\.com|canvas\.[\w.]+|zoom\.us|edstem\.org|slack\.com"
    r"|discord\.(?:gg|com)|calendar\.google\.com|forms\.gle|meet\.google\.com|hotcrp\.com|hotcrp\.[\w.]+"
    r"|doodle\.com|calendly\.com|campuswire\.com|moodle\.[\w.]+|eventbrite\.com|forms\.office\.com)$"
)


def is_errand(url: str) -> bool:
    """Say whether *url* leads to where something is handed in, filled in or talked about."""
    parts = _split(url)
    if parts is None:
        return False
    host, path = parts
    return bool(_ERRAND.search(host)) or (
        host == "docs.google.com" and path.startswith(("/forms", "/spreadsheets"))
    )


def is_paper(url: str) -> bool:
    """Say whether *url* leads to a paper or a book, as far as its host and file tell."""
    parts = _split(url)
    if parts is None:
        return False
    host, path = parts
    if _READ.search(host):
        return len(path.strip("/")) > 0
    return bool(_FILE.search(path)) and not _OWN_FILE.search(path)


def is_elsewhere(url: str) -> bool:
    """Say whether *url* leads to what a course is run with: a forum, slides, a person, mail."""
    if not url:
        return False
    if url.startswith(("#", "mailto:", "tel:")):
        return True
    parts = _split(url)
    if parts is None:
        return True
    host, path = parts
    if _ELSEWHERE.search(host):
        return True
    relative = not host
    if _OWN_FILE.search(path):
        return not _READ.search(host)
    return relative and not _FILE.search(path)


def _split(url: str) -> tuple[str, str] | None:
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None
    return (parts.hostname or "").lower(), parts.path.lower()
