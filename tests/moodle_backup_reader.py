"""An independent reader and checker of Moodle course backups (``.mbz``), for tests.

Nothing here is shared with any writer.  The rules are put in this module's own words; each
function's docstring names where its rule comes from:

* *packer*: ``lib/filestorage/tgz_packer`` and ``tgz_extractor`` (how Moodle reads gzip tar);
* *helper*: ``backup/util/helper`` (how Moodle recognises a backup and reads its information);
* *restore*: ``backup/moodle2/restore_*`` and ``backup/util/dbops/restore_dbops`` (what each file
  must hold and how ids are followed);
* *backup*: ``backup/moodle2/backup_*`` (which files and elements Moodle itself writes);
* *RFC 3986*, *RFC 6068*: generic URI syntax and mailto addresses;
* *house*: a rule this project sets itself.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import ipaddress
import json
import re
import zipfile
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from lxml import etree

from package_xml import UNREADABLE, xml

MAIN = "moodle_backup.xml"
INDEX = ".ARCHIVE_INDEX"
INDEX_HEAD = "Moodle archive file index. Count: "
UNKNOWN_MTIME = 1356998400
NULL = "$@NULL@$"
KINDS = ("url", "page", "resource", "label")
FORMATS = ("0", "1", "2", "4")
LONGEST_NAME = 255

TOP_FILES = {
    "files.xml": "files",
    "roles.xml": "roles_definition",
    "groups.xml": "groups",
    "scales.xml": "scales_definition",
    "outcomes.xml": "outcomes_definition",
    "questions.xml": "question_categories",
    "gradebook.xml": "gradebook",
    "completion.xml": "course_completion",
}
COURSE_FILES = {
    "course.xml": "course",
    "roles.xml": "roles",
    "enrolments.xml": "enrolments",
    "inforef.xml": "inforef",
}
SECTION_FILES = {"section.xml": "section", "inforef.xml": "inforef"}
ACTIVITY_FILES = {
    "module.xml": "module",
    "roles.xml": "roles",
    "grades.xml": "activity_gradebook",
    "inforef.xml": "inforef",
}


@dataclass
class Activity:
    """One activity as Moodle's restore would make it.

    ``kind`` is the module name; ``title`` its name.  ``address`` is a url's external address.
    ``text`` and ``text_format`` are a page's content and its format, and any other activity's
    intro (description) and its format.  ``file_name`` and ``file_bytes`` are a resource's main
    file.  ``availability`` is the JSON of its access restriction, as stored, or empty.
    """

    kind: str
    title: str
    address: str
    text: str
    text_format: int
    shows_description: bool
    file_name: str
    file_bytes: bytes
    availability: str


@dataclass
class BackupSection:
    """One course section; its activities are in the order in which restore adds them."""

    number: int
    name: str
    summary: str
    activities: list[Activity] = field(default_factory=list)


@dataclass
class _Member:
    """One entry of the archive; a folder has no content."""

    name: str
    folder: bool
    size: int
    mtime: int
    content: bytes


@dataclass
class _Listed:
    """A section or an activity as listed in the information file."""

    kind: str
    identifier: str
    section: str
    directory: str

    @property
    def key(self) -> str:
        """The last part of the directory, by which settings name their owner."""
        return self.directory.rpartition("/")[2]


@dataclass
class _Backup:
    """What could be read of the backup; what could not be read is empty."""

    members: dict[str, bytes] = field(default_factory=dict)
    trees: dict[str, etree._Element] = field(default_factory=dict)
    sections: list[_Listed] = field(default_factory=list)
    activities: list[_Listed] = field(default_factory=list)
    course_context: str = ""
    contexts: list[tuple[str, str]] = field(default_factory=list)
    stored: dict[str, dict[str, str]] = field(default_factory=dict)
    referenced: set[str] = field(default_factory=set)


def faults(data: bytes) -> list[str]:
    """Return every breach found in the backup, one sentence each; empty when it is sound."""
    out: list[str] = []
    _read(data, out)
    return [re.sub(r"[\r\n]+", " ", sentence) for sentence in out]


def contents(data: bytes) -> list[BackupSection]:
    """Return what restore would make of the backup, sections by number.

    Raises ``ValueError`` when there is no information file to go by.
    """
    out: list[str] = []
    backup = _read(data, out)
    if MAIN not in backup.trees:
        raise ValueError(" ".join(out) or "The backup has no information file.")
    sections = []
    for listed in backup.sections:
        root = backup.trees.get(f"{listed.directory}/section.xml")
        if root is None:
            continue
        section = BackupSection(
            _number(_value(root, "number")), _value(root, "name"), _value(root, "summary")
        )
        section.activities = [
            _as_activity(backup, activity)
            for activity in backup.activities
            if activity.section == listed.identifier
        ]
        sections.append(section)
    return sorted(sections, key=lambda section: section.number)


def _as_activity(backup: _Backup, listed: _Listed) -> Activity:
    """Put one activity together from its files."""
    root = backup.trees.get(f"{listed.directory}/{listed.kind}.xml")
    module = backup.trees.get(f"{listed.directory}/module.xml")
    instance = None if root is None else root.find(listed.kind)
    text = "content" if listed.kind == "page" else "intro"
    file_name, file_bytes = "", b""
    if listed.kind == "resource":
        main = _main_file(backup, listed)
        if main is not None:
            file_name = main.get("filename", "")
            file_bytes = backup.members.get(_pool_path(main.get("contenthash", "")), b"")
    return Activity(
        listed.kind,
        _value(instance, "name"),
        _value(instance, "externalurl"),
        _value(instance, text),
        _number(_value(instance, f"{text}format")),
        _value(module, "showdescription") == "1",
        file_name,
        file_bytes,
        _value(module, "availability"),
    )


def _main_file(backup: _Backup, listed: _Listed) -> dict[str, str] | None:
    """The file a resource shows: the content file sorted first, as set by a sort order of 1.

    Source: mod_resource (it takes the first file by falling sort order, then by id).
    """
    found = [
        (identifier, backup.stored[identifier])
        for identifier in _file_references(backup, listed.directory)
        if identifier in backup.stored
    ]
    files = [
        (identifier, values)
        for identifier, values in found
        if values.get("filearea") == "content" and values.get("filename") != "."
    ]
    files.sort(key=lambda pair: (-_number(pair[1].get("sortorder", "")), _number(pair[0])))
    return files[0][1] if files else None


def _read(data: bytes, out: list[str]) -> _Backup:
    """Read and check the whole backup, adding to ``out`` a sentence for every breach."""
    backup = _Backup()
    _read_archive(data, backup, out)
    for name, content in backup.members.items():
        if name.endswith(".xml") and not name.startswith("files/"):
            root = xml(name, content, out, huge=True)
            if root is not None:
                backup.trees[name] = root
    if not backup.members:
        return backup
    if MAIN not in backup.members:
        out.append(f"The archive has no {MAIN} at its root.")
        return backup
    _check_files("", TOP_FILES, backup, out)
    if MAIN in backup.trees:
        _check_information(backup, out)
        _read_stored_files(backup, out)
        _check_course(backup, out)
        for section in backup.sections:
            _check_section(section, backup, out)
        for activity in backup.activities:
            _check_activity(activity, backup, out)
        _check_pool(backup, out)
        _check_identifiers(backup, out)
        _check_places(backup, out)
    return backup


# --- the archive ---------------------------------------------------------------------------


def _read_archive(data: bytes, backup: _Backup, out: list[str]) -> None:
    """Read a gzip tar or a zip, told apart by their first bytes as Moodle does (packer)."""
    if data.startswith(b"\x1f\x8b"):
        try:
            raw = gzip.decompress(data)
        except UNREADABLE:
            out.append("The backup is not a readable gzip file.")
            return
        members = _read_tar(raw, out)
        members = _check_index(members, out)
    elif data.startswith(b"PK\x03\x04"):
        members = _read_zip(data, out)
    else:
        out.append("The backup is neither a gzip file nor a zip file.")
        return
    seen: set[str] = set()
    for member in members:
        _check_path(member.name, out)
        name = member.name.removesuffix("/")
        if name in seen:
            out.append(f"The archive has more than one entry named {name}.")
            continue
        seen.add(name)
        if not member.folder:
            backup.members[name] = member.content


def _check_path(name: str, out: list[str]) -> None:
    """No entry leads out of the archive, and Moodle keeps its path as it is.

    Source: packer (paths go through a cleaning that drops quotes, control characters, ``..`` and
    the like, so that such a file would land elsewhere).
    """
    if name.startswith("/") or re.match(r"[A-Za-z]:", name):
        out.append(f"The archive entry {name} has an absolute path.")
    if re.search(r"[\x00-\x1f\x7f&<>\"`|':\\]", name):
        out.append(f"The archive entry {name!r} has characters in its path that Moodle drops.")
    parts = name.removesuffix("/").removeprefix("/").split("/")
    if ".." in parts:
        out.append(f"The archive entry {name} has .. in its path.")
    if "." in parts or "" in parts:
        out.append(f"The archive entry {name} has an empty or . step in its path.")


def _read_zip(data: bytes, out: list[str]) -> list[_Member]:
    """Read every entry of a zip, which must be stored or deflated and unencrypted (PHP zip)."""
    members: list[_Member] = []
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except UNREADABLE:
        out.append("The backup is not a readable zip archive.")
        return members
    with archive:
        for info in archive.infolist():
            name = info.orig_filename
            try:
                content = archive.read(info)
            except UNREADABLE:
                out.append(f"The zip entry {name} cannot be read back.")
                continue
            members.append(_Member(name, name.endswith("/"), len(content), 0, content))
    return members


def _octal(block: bytes, start: int, end: int) -> int:
    """A number of a tar header."""
    return int(block[start:end].strip(b" \0") or b"0", 8)


def _read_tar(raw: bytes, out: list[str]) -> list[_Member]:
    """Read a tar as Moodle's own extractor does, block by block.

    Source: packer.  It knows ustar headers only: it ignores links and devices, and takes the
    extra headers of GNU tar and pax for files, so that neither may occur.  That the checksum must
    be right and that two empty blocks end the archive is POSIX.
    """
    members: list[_Member] = []
    offset, empty = 0, 0
    while offset + 512 <= len(raw):
        block = raw[offset : offset + 512]
        offset += 512
        if not block.strip(b"\0"):
            empty += 1
            continue
        if block[257:263] not in (b"ustar\0", b"ustar "):
            out.append(f"The tar header at byte {offset - 512} has no ustar magic.")
            return members
        try:
            size, mtime = _octal(block, 124, 135), _octal(block, 136, 147)
            checksum = _octal(block, 148, 156)
            prefix, name = (
                part.split(b"\0")[0].decode("utf-8") for part in (block[345:500], block[:100])
            )
        except ValueError:
            out.append(f"The tar header at byte {offset - 512} cannot be read.")
            return members
        name = f"{prefix}/{name}" if prefix else name
        if checksum != sum(block[:148]) + 8 * 32 + sum(block[156:]):
            out.append(f"The tar entry {name} has a wrong header checksum.")
        flag = block[156:157]
        if flag not in (b"0", b"\0", b"5"):
            out.append(f"The tar entry {name} is of the type {flag!r}, neither file nor folder.")
        content = raw[offset : offset + size]
        if len(content) < size:
            out.append(f"The tar entry {name} is cut off.")
        offset += (size + 511) // 512 * 512
        if flag in (b"0", b"\0", b"5"):
            members.append(_Member(name, flag == b"5", size, mtime, content))
    if empty < 2:
        out.append("The tar does not end with two empty blocks.")
    return members


def _check_index(members: list[_Member], out: list[str]) -> list[_Member]:
    """The archive index, if there is one, is first and lists the other entries; take it out.

    Source: packer (its first line gives the count; a line an entry gives path, f or d, size and
    time, where ? stands for a set time; Moodle lists the archive by it without reading on).
    """
    rest = [member for member in members if member.name != INDEX]
    if len(rest) == len(members):
        return rest
    if members[0].name != INDEX:
        out.append(f"The entry {INDEX} is not the first of the archive.")
    index = next(member for member in members if member.name == INDEX)
    lines = index.content.decode("utf-8", "replace").split("\n")
    head = re.fullmatch(re.escape(INDEX_HEAD) + r"([0-9]{1,9})", lines[0])
    if head is None:
        out.append(f"The file {INDEX} does not begin with {INDEX_HEAD!r} and a number.")
        return rest
    if lines[-1] != "":
        out.append(f"The file {INDEX} does not end with a line break.")
    entries = [line.split("\t") for line in lines[1:] if line]
    if int(head.group(1)) != len(entries):
        out.append(f"The file {INDEX} counts {head.group(1)} entries but lists {len(entries)}.")
    numbers = re.compile(r"[0-9]{1,18}\t(?:[0-9]{1,18}|\?)")
    wrong = [
        entry for entry in entries if len(entry) != 4 or not numbers.fullmatch("\t".join(entry[2:]))
    ]
    if wrong:
        out.append(f"The file {INDEX} has a malformed line: {wrong[0]}.")
        return rest
    listed = [
        (path.removesuffix("/"), kind, int(size), UNKNOWN_MTIME if mtime == "?" else int(mtime))
        for path, kind, size, mtime in entries
    ]
    there = [
        (member.name.removesuffix("/"), "d" if member.folder else "f", member.size, member.mtime)
        for member in rest
    ]
    if listed != there:
        for entry in listed:
            if entry not in there:
                out.append(f"The file {INDEX} lists {entry}, which the tar does not have so.")
        for entry in there:
            if entry not in listed:
                out.append(f"The file {INDEX} does not list {entry}, which the tar has.")
        if Counter(listed) == Counter(there):
            out.append(f"The file {INDEX} lists the entries in another order than the tar.")
    return rest


# --- XML -----------------------------------------------------------------------------------


def _value(parent: etree._Element | None, name: str) -> str:
    """The text of a child; empty when it is not there or is Moodle's sign for null."""
    child = None if parent is None else parent.find(name)
    text = "" if child is None else child.text or ""
    return "" if text == NULL else text


def _number(text: str | None) -> int:
    """A whole number, or 0 where there is none."""
    return int(text) if text is not None and re.fullmatch(r"[0-9]{1,18}", text) else 0


def _say(out: list[str], name: str, element: etree._Element | str, rest: str) -> None:
    """Add one sentence that names the file and the element."""
    if isinstance(element, str):
        what = element
    else:
        identifier = element.get("id")
        what = f"<{element.tag}>" if identifier is None else f'<{element.tag} id="{identifier}">'
    out.append(f"In {name}, {what} {rest}.")


def _need(
    name: str, parent: etree._Element, fields: Iterable[str], out: list[str], pattern: str = ".*"
) -> None:
    """Each of these children is there exactly once, holds text only, and fits the pattern."""
    for wanted in fields:
        found = parent.findall(wanted)
        if len(found) != 1:
            _say(out, name, parent, f"must have one <{wanted}>, not {len(found)}")
        elif len(found[0]):
            _say(out, name, parent, f"has a <{wanted}> that holds elements instead of text")
        elif not re.fullmatch(pattern, found[0].text or "", re.DOTALL):
            _say(out, name, parent, f"has a <{wanted}> of wrong form: {(found[0].text or '')!r}")


def _need_attributes(
    name: str, element: etree._Element, attributes: dict[str, str | None], out: list[str]
) -> None:
    """Each attribute is a whole number, and equal to the expected value if one is given."""
    for attribute, expected in attributes.items():
        found = element.get(attribute)
        if found is None or not re.fullmatch(r"[0-9]+", found):
            _say(out, name, element, f"has no number in the attribute {attribute}")
        elif expected is not None and found != expected:
            _say(out, name, element, f"has the {attribute} {found}, not {expected}")


def _need_name(name: str, parent: etree._Element, wanted: str, out: list[str]) -> None:
    """A name is there, not empty, and fits Moodle's column of 255 characters (backup)."""
    _need(name, parent, [wanted], out)
    value = _value(parent, wanted)
    if not value.strip():
        _say(out, name, parent, f"has an empty <{wanted}>")
    if len(value) > LONGEST_NAME:
        _say(out, name, parent, f"has a <{wanted}> of {len(value)} characters, more than 255")


def _check_files(directory: str, expected: dict[str, str], backup: _Backup, out: list[str]) -> None:
    """A directory has all its files, each with the root element that restore looks for.

    Sources: backup (the files); restore (the paths under which it finds their elements).
    """
    for file, root in expected.items():
        name = f"{directory}/{file}" if directory else file
        if name not in backup.members:
            out.append(f"The file {name} is missing from the archive.")
        elif name in backup.trees and backup.trees[name].tag != root:
            _say(out, name, backup.trees[name], f"is the root, but must be <{root}>")


# --- the information file ------------------------------------------------------------------


def _check_information(backup: _Backup, out: list[str]) -> None:
    """The information file: recognisable, with its fields, its details, contents and settings.

    Sources: helper (it recognises a backup by three strings in the first 200 bytes, and reads
    the fields listed here); backup (their form).
    """
    head = backup.members[MAIN][:200]
    for sign in (b'<?xml version="1.0" encoding="UTF-8"?>', b"<moodle_backup>", b"<information>"):
        if sign not in head:
            out.append(f"In {MAIN}, the first 200 bytes lack {sign.decode()}.")
    root = backup.trees[MAIN]
    found = root.findall("information")
    if root.tag != "moodle_backup" or len(found) != 1:
        _say(out, MAIN, root, "must be <moodle_backup> with one <information>")
        return
    information = found[0]
    number = "[0-9]+"
    _need(
        MAIN,
        information,
        (
            "name",
            "moodle_release",
            "backup_release",
            "original_course_format",
            "original_course_fullname",
            "original_course_shortname",
        ),
        out,
        ".+",
    )
    _need(MAIN, information, ("moodle_version",), out, r"[0-9]{10}(\.[0-9]+)?")
    _need(MAIN, information, ("backup_version",), out, r"[0-9]{10}")
    _need(
        MAIN,
        information,
        (
            "backup_date",
            "original_course_id",
            "original_course_contextid",
            "original_system_contextid",
        ),
        out,
        number,
    )
    _need(MAIN, information, ("original_wwwroot",), out, r"https?://[^/\s]+(/\S*)?")
    backup.course_context = _value(information, "original_course_contextid")
    for field_name in ("original_course_contextid", "original_system_contextid"):
        backup.contexts.append((_value(information, field_name), f"{MAIN}, <{field_name}>"))
    _check_details(information, out)
    _read_contents(information, backup, out)
    _check_settings(information, backup, out)


def _check_details(information: etree._Element, out: list[str]) -> None:
    """One detail with an id, for a course in the moodle2 format (helper, backup)."""
    found = information.findall("details/detail")
    if len(found) != 1:
        _say(out, MAIN, "<details>", f"must have one <detail>, not {len(found)}")
    for detail in found[:1]:
        if not re.fullmatch(r"[0-9a-f]{32}", detail.get("backup_id") or ""):
            _say(out, MAIN, detail, "has no backup_id of 32 hexadecimal digits")
        _need(MAIN, detail, ("type",), out, "course")
        _need(MAIN, detail, ("format",), out, "moodle2")
        _need(MAIN, detail, ("interactive",), out, "[01]")
        _need(MAIN, detail, ("mode", "execution", "executiontime"), out, "[0-9]+")


def _read_contents(information: etree._Element, backup: _Backup, out: list[str]) -> None:
    """The lists of activities and sections and the course, with ids that fit their directories.

    Sources: helper (settings and tasks go by the directory's last part); backup (directories are
    named by kind and course module id, or by section id).
    """
    if len(information.findall("contents")) != 1:
        _say(out, MAIN, information, "must have one <contents>")
    for element in information.findall("contents/sections/section"):
        _need(MAIN, element, ("sectionid",), out, "[0-9]+")
        _need(MAIN, element, ("title", "directory"), out, ".+")
        listed = _Listed("section", _value(element, "sectionid"), "", _value(element, "directory"))
        if listed.directory != f"sections/section_{listed.identifier}":
            _say(
                out,
                MAIN,
                f"<section> {listed.identifier}",
                f"has the directory {listed.directory}, which does not fit its id",
            )
        backup.sections.append(listed)
    if not backup.sections:
        _say(out, MAIN, "<contents>", "has no section")
    known = {section.identifier for section in backup.sections}
    for element in information.findall("contents/activities/activity"):
        _need(MAIN, element, ("moduleid", "sectionid"), out, "[0-9]+")
        _need(MAIN, element, ("modulename", "title", "directory"), out, ".+")
        listed = _Listed(
            _value(element, "modulename"),
            _value(element, "moduleid"),
            _value(element, "sectionid"),
            _value(element, "directory"),
        )
        what = f"<activity> {listed.identifier}"
        if listed.kind not in KINDS:
            _say(out, MAIN, what, f"has the modulename {listed.kind!r}, which is not expected")
            if not re.fullmatch("[a-z][a-z0-9_]*", listed.kind):
                continue
        if listed.directory != f"activities/{listed.kind}_{listed.identifier}":
            _say(
                out, MAIN, what, f"has the directory {listed.directory}, which does not fit its id"
            )
        if listed.section not in known:
            _say(out, MAIN, what, f"is in the section {listed.section}, which is not listed")
        backup.activities.append(listed)
    courses = information.findall("contents/course")
    if len(courses) != 1:
        _say(out, MAIN, "<contents>", f"must have one <course>, not {len(courses)}")
    for element in courses[:1]:
        _need(MAIN, element, ("title",), out, ".+")
        _need(MAIN, element, ("directory",), out, "course")
        _need(
            MAIN, element, ("courseid",), out, re.escape(_value(information, "original_course_id"))
        )


def _check_settings(information: etree._Element, backup: _Backup, out: list[str]) -> None:
    """Settings have a level and a known owner, and say of each part that it is included.

    Sources: helper (an unknown level or owner stops the restore); backup (the names); house (what
    is listed is included, and there are no users).
    """
    sections = {section.key for section in backup.sections}
    activities = {activity.key for activity in backup.activities}
    values: dict[tuple[str, str, str], str] = {}
    for setting in information.findall("settings/setting"):
        _need(MAIN, setting, ("level", "name", "value"), out)
        level, name = _value(setting, "level"), _value(setting, "name")
        what, owner, value = f"<setting> {name}", "", _value(setting, "value")
        if level in ("section", "activity"):
            _need(MAIN, setting, (level,), out)
            owner = _value(setting, level)
            if owner not in (sections if level == "section" else activities):
                _say(out, MAIN, what, f"belongs to the {level} {owner!r}, which is not listed")
            if not name.startswith(f"{owner}_"):
                _say(out, MAIN, what, f"does not begin with its owner's name {owner!r}")
        elif level not in ("root", "course"):
            _say(out, MAIN, what, f"has the unknown level {level!r}")
        if (level, owner, name) in values:
            _say(out, MAIN, what, "is set twice")
        values[level, owner, name] = value
        if name == "filename":
            if not value:
                _say(out, MAIN, what, "is empty")
        elif value not in ("0", "1"):
            _say(out, MAIN, what, f"has the value {value!r}, neither 0 nor 1")
    for name in ("filename", "users", "activities"):
        if ("root", "", name) not in values:
            _say(out, MAIN, "<settings>", f"has no root setting {name}")
    without_users = values.get(("root", "", "users")) != "1"
    for level, keys in (("section", sections), ("activity", activities)):
        for key in sorted(keys):
            included = values.get((level, key, f"{key}_included"))
            userinfo = values.get((level, key, f"{key}_userinfo"))
            if included != "1":
                _say(out, MAIN, f"<setting> {key}_included", "is missing or not 1")
            if userinfo is None or (without_users and userinfo == "1"):
                _say(out, MAIN, f"<setting> {key}_userinfo", "is missing, or 1 without users")


# --- course, sections, activities ----------------------------------------------------------


def _check_course(backup: _Backup, out: list[str]) -> None:
    """The course's directory, and that its ids are those of the information file (restore)."""
    _check_files("course", COURSE_FILES, backup, out)
    name = "course/course.xml"
    root, information = backup.trees.get(name), backup.trees[MAIN].find("information")
    if root is not None and root.tag == "course":
        _need_attributes(
            name,
            root,
            {"id": _value(information, "original_course_id"), "contextid": backup.course_context},
            out,
        )
        _need_name(name, root, "fullname", out)
        _need_name(name, root, "shortname", out)
        _need(name, root, ("format",), out, ".+")
    _check_references("course", backup.course_context, "course", backup, out)


def _check_section(section: _Listed, backup: _Backup, out: list[str]) -> None:
    """A section: its fields, and that its sequence is that of its activities as listed.

    Sources: restore (the fields); backup (the sequence holds course module ids); house (the
    order restore makes, which is that of the list, equals the sequence).  A section 0 without a
    name is usual in Moodle, which then shows a name of its own; the others need one.
    """
    _check_files(section.directory, SECTION_FILES, backup, out)
    name = f"{section.directory}/section.xml"
    root = backup.trees.get(name)
    if root is not None and root.tag == "section":
        _need_attributes(name, root, {"id": section.identifier}, out)
        _need(name, root, ("number",), out, "[0-9]+")
        _need(name, root, ("summary",), out)
        _need(name, root, ("summaryformat",), out, "|".join(FORMATS))
        _need(name, root, ("visible",), out, "[01]")
        if _value(root, "number") == "0" and not _value(root, "name"):
            _need(name, root, ("name",), out)
        else:
            _need_name(name, root, "name", out)
        _need(name, root, ("sequence", "availabilityjson"), out)
        expected = ",".join(
            activity.identifier
            for activity in backup.activities
            if activity.section == section.identifier
        )
        if _value(root, "sequence") != expected:
            _say(
                out,
                name,
                root,
                f"has the sequence {_value(root, 'sequence')!r}, but its "
                f"activities are listed as {expected!r}",
            )
        _check_availability(name, root, "availabilityjson", out)
    _check_references(section.directory, backup.course_context, "course", backup, out)


def _check_activity(activity: _Listed, backup: _Backup, out: list[str]) -> None:
    """An activity: its directory, its course module, its instance and its files (restore)."""
    _check_files(
        activity.directory, ACTIVITY_FILES | {f"{activity.kind}.xml": "activity"}, backup, out
    )
    name = f"{activity.directory}/module.xml"
    root = backup.trees.get(name)
    if root is not None and root.tag == "module":
        section = backup.trees.get(f"sections/section_{activity.section}/section.xml")
        _need_attributes(name, root, {"id": activity.identifier, "version": None}, out)
        _need(name, root, ("modulename",), out, re.escape(activity.kind))
        _need(name, root, ("sectionid",), out, re.escape(activity.section))
        _need(name, root, ("sectionnumber",), out, re.escape(_value(section, "number")))
        _need(name, root, ("visible", "showdescription"), out, "[01]")
        _need(name, root, ("idnumber", "availability"), out)
        _check_availability(name, root, "availability", out)
    context = ""
    name = f"{activity.directory}/{activity.kind}.xml"
    root = backup.trees.get(name)
    if root is not None and root.tag == "activity":
        context = root.get("contextid") or ""
        backup.contexts.append((context, f"{name}, <activity>"))
        _check_instance(name, root, activity, out)
    _check_references(activity.directory, context, f"mod_{activity.kind}", backup, out)
    if activity.kind == "resource" and _main_file(backup, activity) is None:
        _say(
            out,
            f"{activity.directory}/inforef.xml",
            "<fileref>",
            "leads to no content file of the resource",
        )


def _check_instance(name: str, root: etree._Element, activity: _Listed, out: list[str]) -> None:
    """The instance in KIND.xml: the wrapper's ids, then the fields of that kind of activity.

    Sources: restore (the wrapper); the structure steps of mod_url, mod_page, mod_resource and
    mod_label (the fields); lib/resourcelib (display is 0 to 6).
    """
    _need_attributes(
        name, root, {"id": None, "moduleid": activity.identifier, "contextid": None}, out
    )
    if root.get("modulename") != activity.kind:
        _say(out, name, root, f"has the modulename {root.get('modulename')!r}")
    found = root.findall(activity.kind)
    if len(found) != 1 or len(root) != 1:
        _say(out, name, root, f"must hold one <{activity.kind}> and nothing else")
    for instance in found[:1]:
        _need_attributes(name, instance, {"id": root.get("id")}, out)
        _need_name(name, instance, "name", out)
        _need(name, instance, ("intro",), out)
        _need(name, instance, ("introformat",), out, "|".join(FORMATS))
        if activity.kind in ("url", "page"):
            _need(name, instance, ("display",), out, "[0-6]")
        if activity.kind == "page":
            _need(name, instance, ("content",), out)
            _need(name, instance, ("contentformat",), out, "|".join(FORMATS))
        if activity.kind == "url":
            _need(name, instance, ("externalurl", "displayoptions", "parameters"), out)
            for breach in _address_breaches(_value(instance, "externalurl")):
                _say(out, name, instance, f"has an <externalurl> which {breach}")
        for option in ("displayoptions", "parameters"):
            if not _is_php_array(_value(instance, option)):
                _say(out, name, instance, f"has a <{option}> that is no serialized PHP array")


def _check_availability(name: str, root: etree._Element, element: str, out: list[str]) -> None:
    """A restriction is empty, or a list of dates from which on all of it is open.

    Sources: Moodle's availability tree (op, c and, with the operator &, one showc for each
    condition) and its date condition (type, d and t); house (no other operator or condition).
    """
    text = _value(root, element)
    if not text:
        return
    try:
        tree = json.loads(text)
    except (ValueError, RecursionError):
        _say(out, name, f"<{element}>", "is not JSON")
        return
    if not isinstance(tree, dict) or set(tree) != {"op", "c", "showc"} or tree["op"] != "&":
        _say(out, name, f"<{element}>", "must have op (which is &), c and showc, nothing else")
        return
    conditions, shown = tree["c"], tree["showc"]
    if not isinstance(conditions, list) or not conditions:
        _say(out, name, f"<{element}>", "has no list of conditions in c")
        return
    if not isinstance(shown, list) or [type(one) for one in shown] != [bool] * len(conditions):
        _say(out, name, f"<{element}>", "must have in showc one true or false for each condition")
    for condition in conditions:
        good = (
            isinstance(condition, dict)
            and set(condition) == {"type", "d", "t"}
            and condition["type"] == "date"
            and condition["d"] == ">="
            and type(condition["t"]) is int
            and condition["t"] >= 0
        )
        if not good:
            _say(out, name, f"<{element}>", f"has a condition that is no start date: {condition}")


def _is_php_array(text: str) -> bool:
    """Whether the text is empty or one array as PHP's serialize writes it (lengths in bytes)."""
    data = text.encode()
    try:
        return not data or (data.startswith(b"a:") and _php_end(data, 0) == len(data))
    except (ValueError, IndexError):
        return False


def _php_end(data: bytes, at: int) -> int:
    """The place after the serialized value at ``at``: null, number, truth value, text or array."""
    simple = re.compile(rb"N;|b:[01];|i:-?[0-9]+;|d:[-+.0-9eE]+;").match(data, at)
    if simple:
        return simple.end()
    text = re.compile(rb's:([0-9]+):"').match(data, at)
    if text:
        end = text.end() + int(text.group(1))
        if data[end : end + 2] != b'";':
            raise ValueError(at)
        return end + 2
    array = re.compile(rb"a:([0-9]+):\{").match(data, at)
    if not array:
        raise ValueError(at)
    end = array.end()
    for _ in range(2 * int(array.group(1))):
        end = _php_end(data, end)
    if data[end : end + 1] != b"}":
        raise ValueError(at)
    return end + 1


# --- files ---------------------------------------------------------------------------------


def _pool_path(digest: str) -> str:
    """Where a file's bytes are kept: under the first two digits of their SHA-1 (backup)."""
    return f"files/{digest[:2]}/{digest}"


def _read_stored_files(backup: _Backup, out: list[str]) -> None:
    """Read files.xml: each file's fields, and that its bytes are there and are the right ones.

    Sources: restore (the fields it reads); backup (SHA-1 names in the pool; a file named . is a
    folder and has no bytes); file storage (names have no slash and no control character, paths
    begin and end with a slash).
    """
    name = "files.xml"
    root = backup.trees.get(name)
    for file in [] if root is None else root.findall("file"):
        _need_attributes(name, file, {"id": None}, out)
        _need(name, file, ("contenthash",), out, "[0-9a-f]{40}")
        _need(name, file, ("contextid", "itemid", "filesize"), out, "[0-9]+")
        _need(name, file, ("component", "filearea", "mimetype"), out, ".+")
        _need(name, file, ("filepath",), out, "/|/.*/")
        _need(name, file, ("filename",), out, r"[^/\\\x00-\x1f]{1,255}")
        identifier = file.get("id") or ""
        if identifier in backup.stored:
            _say(out, name, file, "has an id used before")
        values = {str(child.tag): _value(file, str(child.tag)) for child in file}
        backup.stored[identifier] = values
        if values.get("filename") == ".":
            continue
        digest = values.get("contenthash", "")
        content = backup.members.get(_pool_path(digest))
        if content is None:
            _say(out, name, file, f"has no bytes at {_pool_path(digest)}")
            continue
        if hashlib.sha1(content, usedforsecurity=False).hexdigest() != digest:
            _say(out, name, file, "has a contenthash that is not the SHA-1 of its bytes")
        if str(len(content)) != values.get("filesize"):
            _say(
                out,
                name,
                file,
                f"has the filesize {values.get('filesize')}, but {len(content)} bytes",
            )


def _file_references(backup: _Backup, directory: str) -> list[str]:
    """The ids of files that a directory's inforef.xml refers to."""
    root = backup.trees.get(f"{directory}/inforef.xml")
    return (
        []
        if root is None
        else [(element.text or "").strip() for element in root.findall("fileref/file/id")]
    )


def _check_references(
    directory: str, context: str, component: str, backup: _Backup, out: list[str]
) -> None:
    """Files referred to exist, and belong to the context and component of who refers to them.

    Source: restore (it adds the files of an activity by its context, component and file area, so
    that any other file would be lost).
    """
    for identifier in _file_references(backup, directory):
        name = f"{directory}/inforef.xml"
        backup.referenced.add(identifier)
        values = backup.stored.get(identifier)
        if values is None:
            _say(out, name, "<fileref>", f"refers to the file {identifier!r}, not in files.xml")
            continue
        what = f'<file id="{identifier}">'
        if values.get("contextid") != context:
            _say(
                out,
                "files.xml",
                what,
                f"has the contextid {values.get('contextid')}, but {directory} has {context}",
            )
        if values.get("component") != component:
            _say(
                out,
                "files.xml",
                what,
                f"has the component {values.get('component')!r}, but "
                f"{directory} needs {component!r}",
            )
        areas = {
            "mod_resource": ("content", "intro"),
            "mod_page": ("content", "intro"),
            "course": ("section", "summary", "overviewfiles"),
        }.get(component, ("intro",))
        if values.get("filearea") not in areas:
            _say(
                out,
                "files.xml",
                what,
                f"has the filearea {values.get('filearea')!r}, but must have {' or '.join(areas)}",
            )


def _check_pool(backup: _Backup, out: list[str]) -> None:
    """Every file in the pool is listed, and every listed file is referred to.

    Sources: restore (a file that no inforef.xml refers to is not restored); house (nothing is in
    the archive for nothing).
    """
    paths = {_pool_path(values.get("contenthash", "")) for values in backup.stored.values()}
    for name in backup.members:
        if name.startswith("files/") and name not in paths:
            out.append(f"The file {name} is in the archive but not in files.xml.")
    for identifier in backup.stored:
        if identifier not in backup.referenced:
            _say(out, "files.xml", f'<file id="{identifier}">', "is referred to by no inforef.xml")


# --- the whole -----------------------------------------------------------------------------


def _check_identifiers(backup: _Backup, out: list[str]) -> None:
    """Ids are unique a kind, context ids unique over all (restore maps old ids to new ones).

    Course module ids are unique over all kinds of activity, instance ids within a kind, as each
    kind has its own table.
    """
    groups: dict[str, list[str]] = {
        "section": [section.identifier for section in backup.sections],
        "course module": [activity.identifier for activity in backup.activities],
        "context": [context for context, _ in backup.contexts],
        "section number": [
            _value(backup.trees.get(f"{section.directory}/section.xml"), "number")
            for section in backup.sections
        ],
    }
    for activity in backup.activities:
        root = backup.trees.get(f"{activity.directory}/{activity.kind}.xml")
        if root is not None:
            groups.setdefault(activity.kind, []).append(root.get("id") or "")
    for kind, identifiers in groups.items():
        for identifier, times in Counter(identifiers).items():
            if times > 1:
                places = [place for context, place in backup.contexts if context == identifier]
                where = f" ({'; '.join(places)})" if kind == "context" else ""
                out.append(f"The {kind} id {identifier} is used {times} times{where}.")


def _check_places(backup: _Backup, out: list[str]) -> None:
    """No file lies where restore would never look for it (house)."""
    known = {listed.directory for listed in [*backup.sections, *backup.activities]} | {"course"}
    for name in backup.members:
        folder, _, base = name.rpartition("/")
        good = (
            name.startswith("files/")
            or folder in known
            or (not folder and (base.endswith(".xml") or base == "moodle_backup.log"))
        )
        if not good:
            out.append(f"The file {name} is in no directory that {MAIN} lists.")


# --- addresses -----------------------------------------------------------------------------

_UNRESERVED = r"A-Za-z0-9\-._~"
_SUBDELIMS = r"!$&'()*+,;="
_PARTS = re.compile(
    r"(?P<scheme>[^:/?#]*):(?://(?P<authority>[^/?#]*))?(?P<path>[^?#]*)"
    r"(?:\?(?P<query>[^#]*))?(?:#(?P<fragment>.*))?",
    re.DOTALL,
)


def _address_breaches(address: str) -> list[str]:
    """What is wrong with a url's address, each as the end of a sentence ("has no host").

    Sources: RFC 3986 (characters, percent encoding, authority, IP literals, one fragment);
    RFC 6068 (mailto names a recipient); house (http, https and mailto only).
    """
    if not address:
        return ["is missing or empty"]
    out = []
    if not address.isascii():
        out.append("has characters outside ASCII")
    raw = set(re.findall(rf"[^{_UNRESERVED}{_SUBDELIMS}:/?#\[\]@%\x80-\U0010ffff]", address))
    if raw:
        listed = " ".join(map(repr, sorted(raw)))
        out.append(f"has characters that must be percent-encoded: {listed}")
    if re.search(r"%(?![0-9A-Fa-f]{2})", address):
        out.append("has a percent sign without two hexadecimal digits")
    parts = _PARTS.fullmatch(address)
    scheme = parts["scheme"].lower() if parts else ""
    if parts is None or scheme not in ("http", "https", "mailto"):
        return [*out, "is not an absolute http, https or mailto address"]
    path, query, fragment = (parts[part] or "" for part in ("path", "query", "fragment"))
    if "#" in fragment:
        out.append("has more than one #")
    if set("[]") & set(path + query + fragment):
        out.append("has brackets outside an IPv6 host")
    if scheme == "mailto":
        named = (
            all(re.fullmatch("[^@]+@[^@]+", one) for one in path.split(","))
            if path
            else (re.search("(?:^|&)to=[^&]*(?:@|%40)", query, re.IGNORECASE) is not None)
        )
        if parts["authority"] is not None:
            out.append("is a mailto address with //")
        elif not named:
            out.append("is a mailto address without a recipient")
        return out
    user, _, place = (parts["authority"] or "").rpartition("@")
    if set("@[]") & set(user):
        out.append("has @ or brackets in its user information")
    host = re.fullmatch(r"(\[[^\[\]]*\]|[^\[\]:]*)(?::([0-9]{0,9}))?", place)
    if host is None or int(host[2] or 0) > 65535:
        out.append("has a malformed host or port")
    elif not host[1]:
        out.append("has no host")
    elif host[1].startswith("["):
        try:
            if "%" in host[1]:
                raise ValueError(host[1])
            ipaddress.IPv6Address(host[1][1:-1])
        except ValueError:
            out.append("has brackets that hold no IPv6 address")
    return out
