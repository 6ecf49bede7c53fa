"""A course as learning management systems take it: modules, and in each what a student opens."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from coursepack.model.document import Blocks, Document, ReadingEntry


@dataclass(frozen=True, slots=True)
class WebLink:
    """A reading that has an address.

    `key` stays the same when the course is built again, whatever else of it changes; so do the
    keys of all that stands in a package, and each is there once. `title` is that of the work in
    plain words, `url` http or https and percent-encoded.
    """

    key: str
    title: str
    url: str
    entry: ReadingEntry


@dataclass(frozen=True, slots=True)
class Page:
    """Words to be read in the system itself."""

    key: str
    title: str
    blocks: Blocks


@dataclass(frozen=True, slots=True)
class Download:
    """A file, called *name*, that a student opens or keeps."""

    key: str
    title: str
    name: str
    data: bytes


Item = WebLink | Page | Download


@dataclass(frozen=True, slots=True)
class Group:
    """Items below a title of their own, "" for items that stand right in their module."""

    key: str
    title: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Module:
    """A part, a section or a week of the course.

    `references` is what the page of its readings is called, *prose* what it says beside them,
    *whole* all of it with its readings in place; *day* is when it begins.
    """

    key: str
    title: str
    references: str
    prose: Blocks
    whole: Blocks
    day: dt.date | None
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Package:
    """A course to be uploaded whole: what stands for all of it, then its modules.

    `identity` tells the course from any other, and its terms from one another. `zone` is a name
    of the time zone database, "" for none; `overview` is what stands for all of it called, of which
    `documents` are printed as pages and `downloads` lie beside them.
    """

    identity: str
    title: str
    code: str
    language: str
    zone: str
    first: dt.date | None
    last: dt.date | None
    overview: str
    documents: tuple[Document, ...]
    downloads: tuple[Download, ...]
    modules: tuple[Module, ...]
