"""Choose which version of a work is cited."""

from __future__ import annotations

from dataclasses import replace

from coursepack.model.work import Work


def preferred(work: Work, prefer: str) -> Work:
    """Return *work* as it is cited where *prefer* is "listed" or "published".

    The published version has the key of the work, and the listed one as its preprint unless
    the work tells of another.
    """
    published = work.versions.get("published")
    if prefer != "published" or published is None:
        return work
    others = {name: other for name, other in work.versions.items() if name != "published"}
    listed = replace(work, versions={})
    return replace(published, key=work.key, versions={"preprint": listed, **others})
