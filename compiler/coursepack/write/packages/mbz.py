"""Moodle's own backup of a course, from which Moodle restores it.

It can do what no cartridge can: sections with names, a note in Markdown under each link, pages
whose inner links work, readings that open on a day. The files and fields are those that Moodle's
backup writes (`backup/moodle2` in its sources) and its restore asks for, without users, grades,
questions or anything else that a list of readings does not have.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from xml.etree import ElementTree as ET
from zoneinfo import ZoneInfo

from coursepack.adapters import date_words
from coursepack.model.document import Blocks, Emphasis, Inlines, Paragraph, Text
from coursepack.model.package import Download, Item, Module, Package, Page, WebLink
from coursepack.write import archive, fragment, safe_markdown
from coursepack.write.entry import words_of
from coursepack.write.fragment import Dialect
from coursepack.write.package import PackageFormat, Packing, short
from coursepack.write.xml import Child, element, written

# Whatever is newer restores it; nothing here is newer.
_VERSION, _RELEASE = "2022041900", "4.0"
_NOTHING = "$@NULL@$"  # what Moodle writes for no value
_HTML, _MARKDOWN = "1", "4"  # Moodle's numbers for how a text is written
_TIME = int(dt.datetime(2020, 1, 1, tzinfo=dt.UTC).timestamp())
_COURSE, _SYSTEM_CONTEXT, _COURSE_CONTEXT, _BELOW_CONTEXT = "2", "1", "10", 100
# In the words of PHP: neither the introduction nor when it was changed is shown.
_ONLY_CONTENT = 'a:2:{s:10:"printintro";s:1:"0";s:17:"printlastmodified";s:1:"0";}'
_WITH_IDS = Dialect(with_ids=True)

_ROOT_SETTINGS = {"users": "0", "anonymize": "0", "role_assignments": "0", "activities": "1"}
_ROOT_SETTINGS |= {"blocks": "0", "files": "1", "filters": "0", "comments": "0", "badges": "0"}
_ROOT_SETTINGS |= {"calendarevents": "0", "userscompletion": "0", "logs": "0", "groups": "0"}
_ROOT_SETTINGS |= {"grade_histories": "0", "questionbank": "0", "competencies": "0"}
_ROOT_SETTINGS |= {"customfield": "0", "contentbankcontent": "0", "legacyfiles": "0"}
_ROOT_SETTINGS |= {"xapistate": "0"}


def write(package: Package, packing: Packing) -> bytes:
    """Return *package* as a gzipped tar; the same course gives the same bytes."""
    backup = _Backup(package, packing)
    backup.add_sections()
    backup.add_course()
    files = {"moodle_backup.xml": backup.listing(), **backup.files}
    return archive.tarred(files, _TIME)


@dataclass(frozen=True, slots=True)
class _Activity:
    """An activity as it is listed: its kind, its number, and the section that it stands in."""

    kind: str
    number: int
    section: int
    title: str

    @property
    def name(self) -> str:
        return f"{self.kind}_{self.number}"

    @property
    def context(self) -> str:
        return str(_BELOW_CONTEXT + self.number)


@dataclass(slots=True)
class _Backup:
    package: Package
    packing: Packing
    files: dict[str, bytes] = field(default_factory=dict)
    sections: list[tuple[int, str]] = field(default_factory=list)
    activities: list[_Activity] = field(default_factory=list)
    stored: list[ET.Element] = field(default_factory=list)
    opens: str = _NOTHING

    # --- sections

    def add_sections(self) -> None:
        """Write the sections, the first for the whole course, and all that stands in them."""
        self._open(self.package.overview)
        for document in self.package.documents:
            body = fragment.page(document, _WITH_IDS)
            self._page(document.subtitle or document.title, body)
        for download in self.package.downloads:
            self._download(download)
        self._close("")
        for module in self.package.modules:
            self._module(module)

    def _module(self, module: Module) -> None:
        self._open(short(module.title))
        if self.packing.dates == "restrict" and module.day:
            self.opens = self._from(module.day)
        for group in module.groups:
            if group.title:
                self._label(group.title)
            for item in group.items:
                self._item(item)
        self.opens = _NOTHING
        self._close(self._words((*self._when(module), *module.prose)))

    def _words(self, blocks: Blocks, dialect: Dialect = fragment.FULL) -> str:
        return fragment.fragment(blocks, replace(dialect, language=self.package.language))

    def _when(self, module: Module) -> Blocks:
        if self.packing.dates != "label" or not module.day:
            return ()
        day = date_words.long_day(module.day, self.package.language)
        return (Paragraph((Emphasis((Text(day),)),)),)

    def _from(self, day: dt.date) -> str:
        """Return the restriction that opens a reading on *day*, and names the day before."""
        opens = {"type": "date", "d": ">=", "t": _midnight(day, self.package.zone)}
        return json.dumps({"op": "&", "c": [opens], "showc": [True]})

    def _open(self, title: str) -> None:
        self.sections.append((len(self.sections) + 1, title))

    def _close(self, summary: str) -> None:
        number, title = self.sections[-1]
        inside = (str(a.number) for a in self.activities if a.section == number)
        folder = f"sections/section_{number}"
        self._write(
            f"{folder}/section.xml",
            element(
                "section",
                *_fields(
                    number=str(number - 1),
                    name=title,
                    summary=summary,
                    summaryformat=_HTML,
                    sequence=",".join(inside),
                    visible="1",
                    availabilityjson=_NOTHING,
                    timemodified=str(_TIME),
                ),
                id=str(number),
            ),
        )
        self._write(f"{folder}/inforef.xml", element("inforef"))

    # --- activities

    def _item(self, item: Item) -> None:
        match item:
            case WebLink():
                self._link(item)
            case Page():
                self._page(item.title, self._words(item.blocks, _WITH_IDS))
            case Download():
                self._download(item)

    def _link(self, link: WebLink) -> None:
        self._activity(
            "url",
            link.title,
            _note(words_of(link.entry)),
            {
                "externalurl": link.url,
                "display": "0",
                "displayoptions": 'a:1:{s:10:"printintro";i:1;}',
                "parameters": "a:0:{}",
                "timemodified": str(_TIME),
            },
        )

    def _page(self, title: str, body: str) -> None:
        self._activity(
            "page",
            title,
            ("", _HTML),
            {
                "content": body,
                "contentformat": _HTML,
                "legacyfiles": "0",
                "legacyfileslast": _NOTHING,
                "display": "5",
                "displayoptions": _ONLY_CONTENT,
                "revision": "1",
                "timemodified": str(_TIME),
            },
        )

    def _label(self, title: str) -> None:
        words = fragment.escaped(title)
        intro = (f"<h5>{words}</h5>", _HTML)
        self._activity("label", title, intro, {"timemodified": str(_TIME)})

    def _download(self, download: Download) -> None:
        activity = self._activity(
            "resource",
            download.title,
            ("", _HTML),
            {
                "tobemigrated": "0",
                "legacyfiles": "0",
                "legacyfileslast": _NOTHING,
                "display": "0",
                "displayoptions": 'a:1:{s:10:"printintro";i:1;}',
                "filterfiles": "0",
                "revision": "1",
                "timemodified": str(_TIME),
            },
            file=str(len(self.stored) + 1),
        )
        digest = hashlib.sha1(download.data, usedforsecurity=False).hexdigest()
        self.files[f"files/{digest[:2]}/{digest}"] = download.data
        self.stored.append(
            element(
                "file",
                *_fields(
                    contenthash=digest,
                    contextid=activity.context,
                    component="mod_resource",
                    filearea="content",
                    itemid="0",
                    filepath="/",
                    filename=download.name,
                    userid=_NOTHING,
                    filesize=str(len(download.data)),
                    mimetype="application/pdf",
                    status="0",
                    timecreated=str(_TIME),
                    timemodified=str(_TIME),
                    source=download.name,
                    author=_NOTHING,
                    license=_NOTHING,
                    sortorder="1",
                    repositorytype=_NOTHING,
                    repositoryid=_NOTHING,
                    reference=_NOTHING,
                ),
                id=str(len(self.stored) + 1),
            )
        )

    def _activity(
        self, kind: str, title: str, intro: tuple[str, str], own: dict[str, str], file: str = ""
    ) -> _Activity:
        """Write an activity with its *intro* and how that is written; return it as listed."""
        section, _ = self.sections[-1]
        title = short(title)
        activity = _Activity(kind, len(self.activities) + 1, section, title)
        self.activities.append(activity)
        number, folder = str(activity.number), f"activities/{activity.name}"
        text, text_format = intro
        self._write(
            f"{folder}/{kind}.xml",
            element(
                "activity",
                element(
                    kind,
                    *_fields(name=title, intro=text, introformat=text_format, **own),
                    id=number,
                ),
                id=number,
                moduleid=number,
                modulename=kind,
                contextid=activity.context,
            ),
        )
        self._write(
            f"{folder}/module.xml",
            element(
                "module",
                *_fields(
                    modulename=kind,
                    sectionid=str(section),
                    sectionnumber=str(section - 1),
                    idnumber="",
                    added=str(_TIME),
                    score="0",
                    indent="0",
                    visible="1",
                    visibleoncoursepage="1",
                    visibleold="1",
                    groupmode="0",
                    groupingid="0",
                    completion="0",
                    completiongradeitemnumber=_NOTHING,
                    completionview="0",
                    completionexpected="0",
                    availability=self.opens,
                    showdescription="1" if text else "0",
                    tags="",
                ),
                id=number,
                version=_VERSION,
            ),
        )
        file_of = element("file", element("id", file)) if file else None
        refers = element("fileref", file_of) if file_of is not None else None
        self._write(f"{folder}/inforef.xml", element("inforef", refers))
        self._write(f"{folder}/roles.xml", _roles())
        grades = element("activity_gradebook", element("grade_items"), element("grade_letters"))
        self._write(f"{folder}/grades.xml", grades)
        return activity

    # --- the course

    def add_course(self) -> None:
        """Write what stands for the course itself, most of it empty."""
        package = self.package
        starts, ends = self._term()
        self._write(
            "course/course.xml",
            element(
                "course",
                *_fields(
                    shortname=self._short_name(),
                    fullname=short(package.title),
                    idnumber="",
                    summary="",
                    summaryformat=_HTML,
                    format="topics",
                    showgrades="1",
                    newsitems="0",
                    startdate=str(starts),
                    enddate=str(ends),
                    marker="0",
                    maxbytes="0",
                    legacyfiles="0",
                    showreports="0",
                    visible="1",
                    groupmode="0",
                    groupmodeforce="0",
                    defaultgroupingid="0",
                    lang="",
                    theme="",
                    timecreated=str(_TIME),
                    timemodified=str(_TIME),
                    requested="0",
                    showactivitydates="1",
                    showcompletionconditions="0",
                    enablecompletion="1",
                    completionnotify="0",
                ),
                element("category", *_fields(name="Coursepack", description=""), id="1"),
                element("tags"),
                element("customfields"),
                element("courseformatoptions"),
                id=_COURSE,
                contextid=_COURSE_CONTEXT,
            ),
        )
        self._write("course/roles.xml", _roles())
        self._write("course/enrolments.xml", element("enrolments", element("enrols")))
        self._write("course/inforef.xml", element("inforef"))
        self._write("files.xml", element("files", *self.stored))
        self._write("roles.xml", element("roles_definition"))
        self._write("groups.xml", element("groups", element("groupings")))
        self._write("scales.xml", element("scales_definition"))
        self._write("outcomes.xml", element("outcomes_definition"))
        self._write("questions.xml", element("question_categories"))
        self._write("completion.xml", element("course_completion"))
        names = ("attributes", "grade_categories", "grade_items", "grade_letters", "grade_settings")
        self._write("gradebook.xml", element("gradebook", *map(element, names)))

    def _term(self) -> tuple[int, int]:
        """Return when the course begins and ends, 0 for an end that nobody knows."""
        first, last, zone = self.package.first, self.package.last, self.package.zone
        return _midnight(first, zone) if first else _TIME, _midnight(last, zone) if last else 0

    def _short_name(self) -> str:
        """Return a name that no other course has: Moodle adds to one that some course has."""
        return short(self.package.code or self.package.title)[:100]

    def listing(self) -> bytes:
        """Return the file that says what is in the backup, which Moodle reads first."""
        package = self.package
        starts, ends = self._term()
        information = element(
            "information",
            *_fields(
                name=f"{package.identity}.mbz",
                moodle_version=_VERSION,
                moodle_release=_RELEASE,
                backup_version=_VERSION,
                backup_release=_RELEASE,
                backup_date=str(_TIME),
                mnet_remoteusers="0",
                include_files="1",
                include_file_references_to_external_content="0",
                original_wwwroot="https://coursepack.invalid",
                original_site_identifier_hash=_digest("site"),
                original_course_id=_COURSE,
                original_course_format="topics",
                original_course_fullname=short(package.title),
                original_course_shortname=self._short_name(),
                original_course_startdate=str(starts),
                original_course_enddate=str(ends),
                original_course_contextid=_COURSE_CONTEXT,
                original_system_contextid=_SYSTEM_CONTEXT,
            ),
            element(
                "details",
                element(
                    "detail",
                    *_fields(
                        type="course",
                        format="moodle2",
                        interactive="1",
                        mode="10",
                        execution="1",
                        executiontime="0",
                    ),
                    backup_id=_digest(package.identity),
                ),
            ),
            element(
                "contents",
                element("activities", *map(_listed, self.activities)),
                element(
                    "sections",
                    *(
                        element(
                            "section",
                            *_fields(
                                sectionid=str(number),
                                title=title,
                                directory=f"sections/section_{number}",
                            ),
                        )
                        for number, title in self.sections
                    ),
                ),
                element(
                    "course",
                    *_fields(courseid=_COURSE, title=short(package.title), directory="course"),
                ),
            ),
            element("settings", *self._settings()),
        )
        return written(element("moodle_backup", information))

    def _settings(self) -> Iterator[ET.Element]:
        for name, value in {"filename": f"{self.package.identity}.mbz", **_ROOT_SETTINGS}.items():
            yield element("setting", *_fields(level="root", name=name, value=value))
        for number, _ in self.sections:
            yield from _included("section", f"section_{number}")
        for activity in self.activities:
            yield from _included("activity", activity.name)

    def _write(self, name: str, root: ET.Element) -> None:
        self.files[name] = written(root)


def _fields(**values: str) -> list[ET.Element]:
    return [element(name, value) for name, value in values.items()]


def _listed(activity: _Activity) -> ET.Element:
    return element(
        "activity",
        *_fields(
            moduleid=str(activity.number),
            sectionid=str(activity.section),
            modulename=activity.kind,
            title=activity.title,
            directory=f"activities/{activity.name}",
        ),
    )


def _included(level: str, name: str) -> Iterator[ET.Element]:
    for what, value in (("included", "1"), ("userinfo", "0")):
        fields: Iterable[Child] = _fields(
            level=level, **{level: name}, name=f"{name}_{what}", value=value
        )
        yield element("setting", *fields)


def _roles() -> ET.Element:
    return element("roles", element("role_overrides"), element("role_assignments"))


def _note(words: Inlines) -> tuple[str, str]:
    """Return what stands under a link, in the Markdown that Moodle reads."""
    return safe_markdown.line(words), _MARKDOWN


def _midnight(day: dt.date, zone: str) -> int:
    """Return when *day* begins, in seconds."""
    begins = dt.datetime.combine(day, dt.time(), ZoneInfo(zone) if zone else dt.UTC)
    return int(begins.timestamp())


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]


PACKAGE = PackageFormat("mbz", ".mbz", write)
