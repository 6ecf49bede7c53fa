"""Moodle, through its web services.

https://moodledev.io/docs/apis/subsystems/external. Moodle's own services can make no activity and
change no section's words; the plugin `local_wsmanagesections`, which many sites have, can do the
latter. Where the site has it, each module becomes a section with its references and links. Where
it has not, the backup (`course.mbz`) is put into the private files of whoever owns the token, from
where Moodle restores it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from coursepack.adapters.web import Web, WebError
from coursepack.model.placed import PlacedModule
from coursepack.push.change import Change, State, Verb

_SERVER = "/webservice/rest/server.php"
_UPLOAD = "/webservice/upload.php"
_SECTIONS = "local_wsmanagesections_"
_NEEDED = ("get_sections", "create_sections", "update_sections")
_PRIVATE = "core_user_add_user_private_files"
_HTML = "1"

_Json = dict[str, Any]


class Moodle:
    """A course of Moodle, and what of it is ours."""

    def __init__(self, web: Web, course: str, token: str, state: State, backup: bytes) -> None:
        self.web = web
        self.course = course
        self.token = token
        self.state = state
        self.backup = backup

    def changes(self, modules: tuple[PlacedModule, ...]) -> Iterator[Change]:
        """Yield what has to be done, in an order in which it can be. Raises WebError."""
        told = self._call("core_webservice_get_site_info", {})
        listed = told.get("functions", []) if isinstance(told, dict) else []
        known = {each.get("name") for each in listed if isinstance(each, dict)}
        if all(f"{_SECTIONS}{name}" in known for name in _NEEDED):
            yield from self._sections(modules)
        elif _PRIVATE in known:
            yield self._private_file()
        else:
            raise WebError(
                f"the token may call neither {_SECTIONS}update_sections nor {_PRIVATE}:"
                " ask the administrator to add one to its service"
            )

    # --- sections

    def _sections(self, modules: tuple[PlacedModule, ...]) -> Iterator[Change]:
        there = self._call(f"{_SECTIONS}get_sections", {"courseid": self.course})
        if not isinstance(there, list):
            raise WebError("the server did not answer with a list")
        by_id = {str(s["id"]): s for s in there if isinstance(s, dict) and "id" in s}
        taken: set[str] = set()
        for placed in modules:
            if not placed.body:
                continue  # what stands for the whole course is not a section's words
            section = self._same(by_id, placed, taken)
            if section:
                taken.add(str(section["id"]))
            yield self._section(placed, section)
        keys = {f"section {placed.key}" for placed in modules}
        for key, ident in self.state.ids.items():
            if key.startswith("section ") and key not in keys and ident in by_id:
                yield Change(Verb.LEAVE, f"section “{by_id[ident].get('name')}”")

    def _same(self, by_id: dict[str, _Json], placed: PlacedModule, taken: set[str]) -> _Json | None:
        known = self.state.ids.get(f"section {placed.key}", "")
        return by_id.get(known) or next(
            (
                s
                for ident, s in by_id.items()
                if s.get("name") == placed.title and ident not in taken
            ),
            None,
        )

    def _section(self, placed: PlacedModule, section: _Json | None) -> Change:
        what = f"section “{placed.title}”"
        key = f"section {placed.key}"
        if section and self.state.is_as(key, placed.title, placed.body):
            self.state.ids[key] = str(section["id"])
            return Change(Verb.KEEP, what)

        def write() -> None:
            ident = str(section["id"]) if section else self._created()
            prefix = "sections[0]"
            self._call(
                f"{_SECTIONS}update_sections",
                {
                    "courseid": self.course,
                    f"{prefix}[type]": "id",
                    f"{prefix}[section]": ident,
                    f"{prefix}[name]": placed.title,
                    f"{prefix}[summary]": placed.body,
                    f"{prefix}[summaryformat]": _HTML,
                },
            )
            self.state.note(key, ident, placed.title, placed.body)

        return Change(Verb.UPDATE if section else Verb.CREATE, what, write)

    def _created(self) -> str:
        data = {"courseid": self.course, "position": "0", "number": "1"}
        made = self._call(f"{_SECTIONS}create_sections", data)
        first = made[0] if isinstance(made, list) and made else None
        ident = first.get("sectionid", first.get("id")) if isinstance(first, dict) else None
        if ident is None:
            raise WebError("the server did not say which section it made")
        return str(ident)

    # --- the backup

    def _private_file(self) -> Change:
        what = "course.mbz in your private files (restore it from “Restore” in the course)"
        if self.state.is_as("backup", self.backup):
            return Change(Verb.KEEP, what)

        def upload() -> None:
            fields = {"token": self.token, "filearea": "draft", "itemid": "0"}
            sent = self.web.ask(
                "POST", _UPLOAD, data=fields, file=("course.mbz", self.backup)
            ).json()
            first = sent[0] if isinstance(sent, list) and sent else sent
            _refused(first)
            draft = first.get("itemid") if isinstance(first, dict) else None
            if draft is None:
                raise WebError("the server did not say where it put the file")
            self._call(_PRIVATE, {"draftid": str(draft)})
            self.state.note("backup", draft, self.backup)

        return Change(Verb.UPDATE if "backup" in self.state.ids else Verb.CREATE, what, upload)

    def _call(self, function: str, data: dict[str, str]) -> Any:
        """Return what the web service *function* answers. Raises WebError."""
        fields = {"wstoken": self.token, "wsfunction": function, "moodlewsrestformat": "json"}
        answer = self.web.ask("POST", _SERVER, data={**fields, **data}).json()
        _refused(answer)
        return answer


def _refused(answer: Any) -> None:
    """Raise WebError where Moodle says so, which it does with status 200."""
    if isinstance(answer, dict) and (answer.get("exception") or answer.get("errorcode")):
        said = answer.get("message") or answer.get("error") or answer.get("errorcode")
        raise WebError(f"Moodle says: {str(said)[:300]}")
