"""By what a reader who holds paper finds a work: a DOI, an arXiv number, a short address."""

from __future__ import annotations

from collections.abc import Iterator

from coursepack.identity import identifiers
from coursepack.identity.isbn import isbns
from coursepack.model import web_address
from coursepack.model.document import Code, Inlines, LineBreak, Link, Text, plain_text
from coursepack.model.work import Work
from coursepack.pattern import pattern

_PREFIX = pattern(r"https?://(?:www\.)?")
_LONGEST = 60


def identifier(work: Work, reference: Inlines) -> Inlines:
    """Return what identifies *work*, () where its formatted *reference* says so already.

    It is a link only where it leads elsewhere than the reference does: who listens to the
    links of a page hears each target once.
    """
    said = plain_text(reference).casefold()
    leads_to = {web_address.encoded(url) for url in _links(reference)}
    for shown, url in _known(work):
        if shown.partition(":")[2].casefold() in said or shown.casefold() in said:
            return ()
        target = web_address.encoded(url) if url else None
        text = Text(shown)
        return (text,) if target is None or target in leads_to else (Link(target, (text,)),)
    return ()


def _known(work: Work) -> Iterator[tuple[str, str]]:
    """Yield each identifier and the address it stands for, the best first."""
    url = work.text("URL")
    if doi := identifiers.doi(work.text("DOI")) or identifiers.doi(url):
        yield f"doi:{doi}", f"https://doi.org/{doi}"
    if arxiv := identifiers.arxiv(work.text("arxiv")) or identifiers.arxiv(url):
        yield f"arXiv:{arxiv}", f"https://arxiv.org/abs/{arxiv}"
    if isbn := next(isbns(work.text("ISBN")), None):
        yield f"ISBN:{isbn}", ""
    if url.startswith("http"):
        bare = _PREFIX.sub("", url).rstrip("/")
        yield (bare if len(bare) <= _LONGEST else bare.partition("/")[0]), url


def _links(children: Inlines) -> Iterator[str]:
    for child in children:
        if isinstance(child, Link):
            yield child.url
        if not isinstance(child, Text | Code | LineBreak):
            yield from _links(child.children)
