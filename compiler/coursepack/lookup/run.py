"""Ask the registry that knows a paper, and say what it is by the names of CSL-JSON."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from urllib.parse import urlsplit

from coursepack.adapters.child import Closing
from coursepack.adapters.web import Web, WebError, secure
from coursepack.identity import identifiers
from coursepack.lookup import arxiv, crossref, datacite, page
from coursepack.lookup.item import Item
from coursepack.lookup.services import PUBLIC, Addresses

SECONDS = 20.0
_PAUSE = 3.0  # which arXiv wants between two requests


class Lookup(Closing):
    """The registries of papers; use it in a `with` statement.

    They are told *email*, where there is one, so that they can write before they shut us out.
    *wait* is how to sleep, *seconds* how long each may take to say something.
    """

    def __init__(
        self,
        addresses: Addresses = PUBLIC,
        email: str = "",
        wait: Callable[[float], None] = time.sleep,
        seconds: float = SECONDS,
    ) -> None:
        self._addresses = addresses
        self._email = email
        self._wait = wait
        self._seconds = seconds
        self._stack = ExitStack()
        self._webs: dict[str, Web] = {}
        self._asked_arxiv = False

    def close(self) -> None:
        """Let go of the connections."""
        self._stack.close()

    def find(self, text: str) -> Item:
        """Return the work that *text* names: a DOI, an arXiv id or an address. Raises WebError."""
        if doi := identifiers.doi(text):
            return self._of_doi(doi)
        if ident := identifiers.arxiv(text):
            return self._of_arxiv(ident)
        if not text.startswith(("http://", "https://")):
            raise WebError("this is no DOI, no arXiv id, no address of the web and no BibTeX")
        return self._of_page(secure(text))

    def by_doi(self, doi: str) -> Item | None:
        """Return the work called *doi*, None where no registry has it. Raises WebError."""
        return crossref.by_doi(self._web(self._addresses.crossref), doi) or datacite.by_doi(
            self._web(self._addresses.datacite), doi
        )

    def by_arxiv(self, ids: Sequence[str]) -> dict[str, Item]:
        """Return the preprints called *ids*, by their ids. Raises WebError."""
        found: dict[str, Item] = {}
        for start in range(0, len(ids), arxiv.MOST):
            if self._asked_arxiv:
                self._wait(_PAUSE)
            self._asked_arxiv = True
            found |= arxiv.by_ids(self._web(self._addresses.arxiv), ids[start : start + arxiv.MOST])
        return found

    def like(self, text: str) -> Iterator[Item]:
        """Yield works that the words of *text* may mean, the likeliest first. Raises WebError."""
        return crossref.by_words(self._web(self._addresses.crossref), text)

    def _of_doi(self, doi: str) -> Item:
        if ident := identifiers.arxiv(doi):
            return self._of_arxiv(ident)
        if found := self.by_doi(doi):
            return found
        raise WebError("neither Crossref nor DataCite has registered this DOI")

    def _of_arxiv(self, ident: str) -> Item:
        """Return what became of the preprint where its author says so, else the preprint."""
        preprint = self.by_arxiv((ident,)).get(ident)
        if preprint is None:
            raise WebError("arXiv has no paper of this id")
        doi = preprint.pop("DOI", "")
        published = self.by_doi(doi) if doi else None
        if published is None:
            return preprint
        return {**published, "arxiv": ident, "URL": preprint["URL"]}

    def _of_page(self, url: str) -> Item:
        parts = urlsplit(url)
        web = self._web(f"{parts.scheme}://{parts.netloc}")
        told = page.described(web.ask("GET", url, redirects=True), url)
        doi = identifiers.doi(told.get("DOI", ""))
        known = self.by_doi(doi) if doi else None
        return {**known, "URL": url} if known else told

    def _web(self, base: str) -> Web:
        if base not in self._webs:
            web = Web(base, {}, self._wait, self._seconds, self._email)
            self._webs[base] = self._stack.enter_context(web)
        return self._webs[base]
