"""Canvas, through its REST API: modules, module items, pages and files.

https://canvas.instructure.com/doc/api (Modules, Pages, Files). Canvas keeps no name of ours with
what we make, so what we made is told again by its own ids, which the course folder remembers;
without these by its place and its title. Nothing is ever removed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from coursepack.adapters.web import Web, WebError
from coursepack.model.placed import Entry, Kind, PlacedModule
from coursepack.push.change import Change, State, Verb

_TYPES = {Kind.HEADING: "SubHeader", Kind.LINK: "ExternalUrl", Kind.PAGE: "Page"}
_TYPES |= {Kind.FILE: "File"}
_NEXT = re.compile(r'<([^<>]+)>\s*;\s*rel="next"')
_MOST_PAGES = 200
_FOLDER = "coursepack"

_Json = dict[str, Any]


class Canvas:
    """A course of Canvas, and what of it is ours."""

    def __init__(self, web: Web, course: str, state: State) -> None:
        self.web = web
        self.course = f"/api/v1/courses/{quote(course, safe='')}"
        self.state = state

    def changes(self, modules: tuple[PlacedModule, ...]) -> Iterator[Change]:
        """Yield what has to be done, in an order in which it can be. Raises WebError."""
        there = self._all(f"{self.course}/modules?include[]=items&per_page=100")
        items: dict[str, _Json] = {}
        by_module: dict[str, list[_Json]] = {}
        for module in there:
            found = module.get("items")
            if found is None:  # Canvas leaves them out of a large answer
                found = self._all(f"{self.course}/modules/{module['id']}/items?per_page=100")
            by_module[str(module["id"])] = found
            items |= {str(item["id"]): item for item in found}
        ours: set[str] = set()
        for position, placed in enumerate(modules, 1):
            known = self._same(there, placed, ours)
            ours.add(str(known["id"]) if known else "")
            yield self._module(placed, known, position)
            inside = by_module.get(str(known["id"]), []) if known else []
            taken: set[str] = set()
            for place, entry in enumerate(placed.entries, 1):
                yield from self._entry(placed, entry, place, inside, items, taken)
        keys = {entry.key for placed in modules for entry in placed.entries}
        for key, ident in self.state.ids.items():
            if key.startswith("item ") and key[5:] not in keys and ident in items:
                yield Change(Verb.LEAVE, f"“{items[ident].get('title')}”")

    # --- modules

    def _same(self, there: list[_Json], placed: PlacedModule, ours: set[str]) -> _Json | None:
        known = self.state.ids.get(f"module {placed.key}")
        return next((m for m in there if str(m["id"]) == known), None) or next(
            (m for m in there if m.get("name") == placed.title and str(m["id"]) not in ours), None
        )

    def _module(self, placed: PlacedModule, module: _Json | None, position: int) -> Change:
        what = f"module “{placed.title}”"
        key = f"module {placed.key}"
        if module is None:

            def create() -> None:
                data = {"module[name]": placed.title, "module[position]": str(position)}
                made = self._object("POST", f"{self.course}/modules", data)
                self.state.note(key, made["id"], placed.title)
                published = {"module[published]": "true"}
                self._object("PUT", f"{self.course}/modules/{made['id']}", published)

            return Change(Verb.CREATE, what, create)
        ident = str(module["id"])
        self.state.note(key, ident, placed.title)
        if module.get("name") == placed.title:
            return Change(Verb.KEEP, what)

        def rename() -> None:
            data = {"module[name]": placed.title}
            self._object("PUT", f"{self.course}/modules/{ident}", data)

        return Change(Verb.UPDATE, what, rename)

    # --- entries

    def _entry(
        self,
        placed: PlacedModule,
        entry: Entry,
        position: int,
        inside: list[_Json],
        items: dict[str, _Json],
        taken: set[str],
    ) -> Iterator[Change]:
        item = items.get(self.state.ids.get(f"item {entry.key}", ""))
        item = item or next(
            (i for i in inside if str(i["id"]) not in taken and _is_same(i, entry)), None
        )
        if item:
            taken.add(str(item["id"]))
        if entry.kind is Kind.PAGE:
            yield self._page(entry, item)
        if entry.kind is Kind.FILE:
            yield self._file(entry, item)
        yield self._item(placed, entry, position, item)

    def _item(
        self, placed: PlacedModule, entry: Entry, position: int, item: _Json | None
    ) -> Change:
        what = f"{entry.kind.value} “{entry.title}” in “{placed.title}”"
        key = f"item {entry.key}"
        data = {
            "module_item[title]": entry.title,
            "module_item[indent]": str(entry.level),
            "module_item[position]": str(position),
        }
        if entry.kind is Kind.LINK:
            data |= {"module_item[external_url]": entry.url, "module_item[new_tab]": "true"}
        if item is None:

            def create() -> None:
                told = {**data, "module_item[type]": _TYPES[entry.kind]}
                if entry.kind is Kind.PAGE:
                    told["module_item[page_url]"] = self.state.ids[f"page {entry.key}"]
                elif entry.kind is Kind.FILE:
                    told["module_item[content_id]"] = self.state.ids[f"file {entry.key}"]
                module = self.state.ids[f"module {placed.key}"]
                path = f"{self.course}/modules/{module}/items"
                made = self._object("POST", path, told)
                self.state.note(key, made["id"], entry.title)
                published = {"module_item[published]": "true"}
                self._object("PUT", f"{path}/{made['id']}", published)

            return Change(Verb.CREATE, what, create)
        ident = str(item["id"])
        self.state.note(key, ident, entry.title)
        is_same = (
            item.get("title") == entry.title
            and item.get("indent", 0) == entry.level
            and item.get("position", position) == position
            and (entry.kind is not Kind.LINK or item.get("external_url") == entry.url)
        )
        if is_same:
            return Change(Verb.KEEP, what)

        def update() -> None:
            module = item.get("module_id") or self.state.ids[f"module {placed.key}"]
            self._object("PUT", f"{self.course}/modules/{module}/items/{ident}", data)

        return Change(Verb.UPDATE, what, update)

    def _page(self, entry: Entry, item: _Json | None) -> Change:
        what = f"page “{entry.title}”"
        key = f"page {entry.key}"
        slug = (item or {}).get("page_url") or self.state.ids.get(key)
        if slug and self.state.is_as(key, entry.title, entry.body):
            self.state.ids[key] = slug
            return Change(Verb.KEEP, what)

        def write() -> None:
            data = {
                "wiki_page[title]": entry.title,
                "wiki_page[body]": entry.body,
                "wiki_page[published]": "true",
            }
            if slug:
                made = self._object("PUT", f"{self.course}/pages/{quote(slug, safe='')}", data)
            else:
                made = self._object("POST", f"{self.course}/pages", data)
            self.state.note(key, made["url"], entry.title, entry.body)

        return Change(Verb.UPDATE if slug else Verb.CREATE, what, write)

    def _file(self, entry: Entry, item: _Json | None) -> Change:
        what = f"file “{entry.name}”"
        key = f"file {entry.key}"
        known = (item or {}).get("content_id") or self.state.ids.get(key)
        if known and self.state.is_as(key, entry.data):
            self.state.ids[key] = str(known)
            return Change(Verb.KEEP, what)

        def upload() -> None:
            # In three steps: ask where to, send it there, and have it confirmed.
            asked = self._object(
                "POST",
                f"{self.course}/files",
                {
                    "name": entry.name,
                    "size": str(len(entry.data)),
                    "content_type": "application/pdf",
                    "parent_folder_path": _FOLDER,
                    "on_duplicate": "overwrite",
                },
            )
            sent = self.web.ask(
                "POST",
                str(asked["upload_url"]),
                data={str(k): str(v) for k, v in asked.get("upload_params", {}).items()},
                file=(entry.name, entry.data),
                plain=True,
            )
            place = sent.headers.get("location", "")
            made = self._at(place) if place else sent.json()
            self.state.note(key, _ident(made), entry.data)

        return Change(Verb.UPDATE if known else Verb.CREATE, what, upload)

    # --- the API

    def _at(self, place: str) -> Any:
        if not place.startswith(f"{self.web.base}/"):
            raise WebError("the server wants the file confirmed somewhere else")
        return self.web.ask("GET", place).json()

    def _object(self, method: str, path: str, data: dict[str, str]) -> _Json:
        answer = self.web.ask(method, path, data=data).json()
        if not isinstance(answer, dict):
            raise WebError("the server did not say what it made")
        if method == "POST" and not answer.keys() & {"id", "url", "upload_url"}:
            raise WebError("the server did not say what it made")
        return answer

    def _all(self, path: str) -> list[_Json]:
        """Return every object of a list, which comes a page at a time."""
        found: list[_Json] = []
        for _ in range(_MOST_PAGES):
            answer = self.web.ask("GET", path)
            page = answer.json()
            if not isinstance(page, list) or not all(
                isinstance(each, dict) and "id" in each for each in page
            ):
                raise WebError("the server did not answer with a list")
            found += page
            following = _NEXT.search(answer.headers.get("link", ""))
            if not following:
                break
            if not following[1].startswith(f"{self.web.base}/"):
                raise WebError("the server goes on with its list somewhere else")
            path = following[1]
        return found


def _is_same(item: _Json, entry: Entry) -> bool:
    if item.get("type") != _TYPES[entry.kind]:
        return False
    if entry.kind is Kind.LINK and item.get("external_url") == entry.url:
        return True
    return bool(item.get("title") == entry.title)


def _ident(made: Any) -> object:
    if not isinstance(made, dict) or "id" not in made:
        raise WebError("the server did not say what it made")
    return made["id"]
