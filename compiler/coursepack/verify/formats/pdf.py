"""The PDF: its tags hold what its document has, and it says that it is for everybody."""

from __future__ import annotations

from itertools import pairwise

from coursepack.adapters import pdf_tags
from coursepack.verify.told import Told, Verifier, plain, target


def read(data: bytes) -> Told:
    """Read a PDF back; of one without tags, as older TeX makes it, the lists are not counted."""
    tags = pdf_tags.read(data)
    found = Told(title=plain(tags.title), links=[target(url) for url in tags.links], is_print=True)
    found.headings = [plain(text) for _, text in tags.headings]
    found.readings = None
    if not tags.is_tagged:
        found.items = None
        found.lacks.append("has no tags, so that people who listen to it hear no structure")
        return found
    found.items = tags.counts["LI"]
    heads = sum(tags.counts[f"H{level}"] for level in range(1, 7))
    if heads != len(tags.headings):
        found.faults.append(f"tags {heads} of its {len(tags.headings)} headings")
    if not tags.language:
        found.faults.append("does not say its language")
    if not tags.claims_ua:
        found.lacks.append("does not say that it is PDF/UA")
    levels = [level for level, _ in tags.headings]
    if (levels and levels[0] != 1) or any(b > a + 1 for a, b in pairwise(levels)):
        found.faults.append("skips a level of headings")
    return found


VERIFIER = Verifier(".pdf", read)
