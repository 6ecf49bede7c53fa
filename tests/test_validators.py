"""Show that each rule of the two readers bites: one mutation of a sound archive a rule.

The sound archives are written out by hand here.  Run with pytest in this directory.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import struct
import tarfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

import pytest

import cartridge_validator as cc
import moodle_backup_reader as mbz

Files = dict[str, bytes]
FIXED = (2020, 1, 1, 0, 0, 0)


@dataclass
class Case:
    """A mutation of a sound archive's files, and what the fault sentence must say."""

    name: str
    change: Callable[[Files], None]
    says: str


def swap(file: str, old: str, new: str, count: int = 1) -> Callable[[Files], None]:
    """A change that replaces text of a file, which must be there."""

    def change(files: Files) -> None:
        before = files[file]
        files[file] = before.replace(old.encode(), new.encode(), count)
        assert files[file] != before, f"{old!r} is not in {file}"

    return change


def put(file: str, content: bytes) -> Callable[[Files], None]:
    """A change that adds or replaces a file."""
    return lambda files: files.update({file: content})


def drop(file: str) -> Callable[[Files], None]:
    """A change that removes a file."""

    def change(files: Files) -> None:
        del files[file]

    return change


def cut(file: str, start: str, end: str) -> Callable[[Files], None]:
    """A change that takes out of a file what is from one text up to another."""

    def change(files: Files) -> None:
        before, _, rest = files[file].decode().partition(start)
        assert end in rest
        files[file] = (before + rest[rest.index(end) :]).encode()

    return change


def both(*changes: Callable[[Files], None]) -> Callable[[Files], None]:
    """Several changes one after the other."""

    def change(files: Files) -> None:
        for one in changes:
            one(files)

    return change


def zipped(files: Files) -> bytes:
    """A zip of the files with one fixed date."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, FIXED), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


# --- Common Cartridge ----------------------------------------------------------------------

MANIFEST = """<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="m" xmlns="http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"
  xmlns:lomm="http://ltsc.ieee.org/xsd/imsccv1p1/LOM/manifest">
<metadata><schema>IMS Common Cartridge</schema><schemaversion>1.1.0</schemaversion>
<lomm:lom><lomm:general><lomm:title><lomm:string>Course</lomm:string></lomm:title></lomm:general>
</lomm:lom></metadata>
<organizations><organization identifier="o" structure="rooted-hierarchy"><item identifier="root">
<item identifier="mod1"><title>Week 1</title>
<item identifier="i1" identifierref="r1"><title>A link</title></item>
<item identifier="g1"><title>Reading</title>
<item identifier="i2" identifierref="r2"><title>A page</title></item></item>
</item>
<item identifier="mod2"><title>Week 2</title>
<item identifier="i3" identifierref="r3"><title>A file</title></item>
</item>
</item></organization></organizations>
<resources>
<resource identifier="r1" type="imswl_xmlv1p1"><file href="links/r1.xml"/></resource>
<resource identifier="r2" type="webcontent" href="wiki_content/p.html">\
<file href="wiki_content/p.html"/><dependency identifierref="r4"/></resource>
<resource identifier="r3" type="webcontent" href="web_resources/a.pdf">\
<file href="web_resources/a.pdf"/></resource>
<resource identifier="r4" type="webcontent" href="web_resources/pic.png">\
<file href="web_resources/pic.png"/></resource>
<resource identifier="r5" type="associatedcontent/imscc_xmlv1p1/learning-application-resource" \
href="course_settings/canvas_export.txt"><file href="course_settings/canvas_export.txt"/>\
<file href="course_settings/module_meta.xml"/></resource>
</resources></manifest>"""

WEBLINK = """<?xml version="1.0" encoding="UTF-8"?>
<webLink xmlns="http://www.imsglobal.org/xsd/imsccv1p1/imswl_v1p1"><title>A link</title>\
<url href="https://example.org/a%20b?c=d#e" target="_blank"/></webLink>"""

PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>A page</title>\
<meta name="identifier" content="r2"></head><body><h1>Hello</h1>
<p>All <b>well</b> &amp; good, see <a href="https://example.org/">this</a>.</p></body></html>"""

META = """<?xml version="1.0" encoding="UTF-8"?>
<modules xmlns="http://canvas.instructure.com/xsd/cccv1p0">
<module identifier="c1"><title>Week 1</title><workflow_state>active</workflow_state>\
<position>1</position><items>
<item identifier="c2"><content_type>ExternalUrl</content_type>\
<workflow_state>active</workflow_state><title>A link</title><identifierref>r1</identifierref>\
<url>https://example.org/a%20b?c=d#e</url><position>1</position><new_tab>true</new_tab>\
<indent>0</indent></item>
<item identifier="c3"><content_type>ContextModuleSubHeader</content_type>\
<workflow_state>active</workflow_state><title>Reading</title><position>2</position>\
<indent>0</indent></item>
<item identifier="c4"><content_type>WikiPage</content_type><workflow_state>active</workflow_state>\
<title>A page</title><identifierref>r2</identifierref><position>3</position><indent>1</indent>\
</item></items></module>
<module identifier="c5"><title>Week 2</title><position>2</position><items>
<item identifier="c6"><content_type>Attachment</content_type>\
<workflow_state>unpublished</workflow_state><title>A file</title>\
<identifierref>r3</identifierref><position>1</position><indent>0</indent></item>
</items></module></modules>"""

M, W, P, C = "imsmanifest.xml", "links/r1.xml", "wiki_content/p.html", cc.MODULE_META


def cartridge() -> Files:
    """The files of a sound cartridge with Canvas's extension."""
    return {
        M: MANIFEST.encode(),
        W: WEBLINK.encode(),
        P: PAGE.encode(),
        C: META.encode(),
        cc.CANVAS_FLAG: b"yes",
        "web_resources/a.pdf": b"%PDF",
        "web_resources/pic.png": b"PNG",
    }


def href(address: str) -> Callable[[Files], None]:
    """Put another address into both the web link file and Canvas's file."""
    old = "https://example.org/a%20b?c=d#e"
    return both(swap(W, old, address), swap(C, old, address))


def body(text: str) -> Callable[[Files], None]:
    """Put something into the page's body."""
    return swap(P, "<h1>Hello</h1>", text)


LOM_NS = "http://ltsc.ieee.org/xsd/imsccv1p1/LOM/manifest"
LONG = "x" * 256

CARTRIDGE_CASES = [
    Case("absolute path", put("/etc/x", b""), "absolute path"),
    Case("climbing path", put("a/../../x", b""), "has .. in its path"),
    Case("backslash", put("a\\b", b""), "backslash"),
    Case("empty step", put("a//b", b""), "empty or . step"),
    Case("no manifest", drop(M), "no imsmanifest.xml"),
    Case(
        "manifest not at root",
        both(lambda files: files.update({"x/" + M: files[M]}), drop(M)),
        "no imsmanifest.xml",
    ),
    Case("not well-formed", swap(M, "</manifest>", ""), "not well-formed"),
    Case("forbidden character", swap(M, "Week 1", "Week \x01"), "not well-formed"),
    Case(
        "not UTF-8",
        lambda files: files.update({M: files[M].replace(b"Week", b"W\xff")}),
        "imsmanifest.xml is not UTF-8",
    ),
    Case(
        "other encoding declared",
        swap(M, 'encoding="UTF-8"', 'encoding="ISO-8859-1"'),
        "declares the encoding ISO-8859-1",
    ),
    Case("DTD", swap(M, "<manifest", "<!DOCTYPE manifest>\n<manifest"), "document type"),
    Case(
        "other namespace",
        swap(M, "imsccv1p1/imscp_v1p1", "imsccv1p2/imscp_v1p1"),
        "is not manifest in the namespace",
    ),
    Case(
        "prefixed namespace",
        lambda files: files.update(
            {
                M: files[M]
                .replace(b"xmlns=", b"xmlns:q=")
                .replace(b"<", b"<q:")
                .replace(b"<q:/", b"</q:")
                .replace(b"<q:?", b"<?")
                .replace(b"q:lomm:", b"lomm:")
            }
        ),
        "default namespace",
    ),
    Case(
        "namespace too late",
        swap(M, "<manifest identifier", "<!--" + "x" * 1024 + "-->\n<manifest identifier"),
        "first 1,024 bytes",
    ),
    Case(
        "manifest without identifier",
        swap(M, '<manifest identifier="m"', "<manifest"),
        "<manifest> has no identifier",
    ),
    Case(
        "order of the parts",
        swap(M, "</manifest>", "<metadata/></manifest>"),
        "metadata, organizations and resources in this order",
    ),
    Case("schema", swap(M, "IMS Common Cartridge", "IMS Content"), "<schema> is"),
    Case("schemaversion", swap(M, "1.1.0", "1.2.0"), "<schemaversion> is"),
    Case(
        "no schemaversion",
        swap(M, "<schemaversion>1.1.0</schemaversion>", ""),
        "must hold schema, schemaversion and lom",
    ),
    Case(
        "LOM namespace",
        swap(M, LOM_NS, LOM_NS.replace("manifest", "resource")),
        "must hold schema, schemaversion and lom",
    ),
    Case(
        "stranger in LOM",
        swap(M, "<lomm:general>", "<lomm:general><x/>"),
        "is in <lom> but not in the namespace",
    ),
    Case("LOM title", swap(M, "<lomm:string>Course<", "<lomm:string> <"), "general/title/string"),
    Case(
        "two organizations",
        swap(
            M,
            "</organizations>",
            '<organization identifier="o2" structure="rooted-hierarchy">'
            '<item identifier="q"/></organization></organizations>',
        ),
        "exactly one organization",
    ),
    Case("structure", swap(M, ' structure="rooted-hierarchy"', ""), "rooted-hierarchy"),
    Case(
        "two root items",
        swap(M, "</organization>", '<item identifier="q"/></organization>'),
        "must hold one root item, not 2",
    ),
    Case(
        "titled root",
        swap(M, '<item identifier="root">', '<item identifier="root"><title>T</title>'),
        "root item and must have no title",
    ),
    Case(
        "root with resource",
        swap(M, '<item identifier="root"', '<item identifier="root" identifierref="r1"'),
        "root item and must have no identifierref",
    ),
    Case(
        "root without identifier",
        swap(M, '<item identifier="root">', "<item>"),
        "<item> has no identifier",
    ),
    Case(
        "no module", cut(M, '<item identifier="mod1"', "</item></organization>"), "holds no module"
    ),
    Case(
        "module without title",
        swap(M, "<title>Week 1</title>", ""),
        '<item identifier="mod1"> must begin with exactly one title',
    ),
    Case(
        "title not first",
        both(
            swap(M, "<title>Week 2</title>", ""),
            swap(
                M,
                "</item>\n</item></organization>",
                "<title>Week 2</title></item>\n</item></organization>",
            ),
        ),
        "must begin with exactly one title",
    ),
    Case("empty title", swap(M, "<title>A page</title>", "<title> </title>"), "an empty title"),
    Case("long title", swap(M, "<title>A page<", f"<title>{LONG}<"), "more than 255"),
    Case(
        "item attribute",
        swap(M, '<item identifier="i1"', '<item isvisible="1" identifier="i1"'),
        "attribute isvisible",
    ),
    Case(
        "item stranger",
        swap(M, "<title>A link</title>", "<title>A link</title><file/>"),
        "elements it cannot have",
    ),
    Case(
        "resource and children",
        swap(M, '<item identifier="g1"', '<item identifier="g1" identifierref="r2"'),
        "must have no child items",
    ),
    Case(
        "item refers to nothing",
        swap(M, 'identifierref="r1"', 'identifierref="r9"'),
        "refers to r9",
    ),
    Case(
        "empty folder",
        swap(M, '<item identifier="i3" identifierref="r3">', '<item identifier="i3">'),
        "neither an identifierref nor child",
    ),
    Case(
        "too deep",
        both(
            swap(
                M,
                '<item identifier="i2"',
                '<item identifier="g2"><title>G</title><item identifier="i2"',
            ),
            swap(M, "<title>A page</title></item>", "<title>A page</title></item></item>"),
        ),
        "deeper than",
    ),
    Case("identifier not an NCName", swap(M, 'identifier="i1"', 'identifier="1:i"'), "NCName"),
    Case("identifier used twice", swap(M, 'identifier="i1"', 'identifier="r4"'), "used before"),
    Case(
        "organization without identifier",
        swap(M, '<organization identifier="o"', "<organization"),
        "<organization> has no identifier",
    ),
    Case("resource type", swap(M, "imswl_xmlv1p1", "imsdt_xmlv1p1"), "is not allowed"),
    Case(
        "resource stranger",
        swap(M, '<file href="links/r1.xml"/>', '<file href="links/r1.xml"/><title/>'),
        "holds <title>",
    ),
    Case(
        "resource order",
        swap(
            M,
            '<file href="wiki_content/p.html"/><dependency identifierref="r4"/>',
            '<dependency identifierref="r4"/><file href="wiki_content/p.html"/>',
        ),
        "metadata, file and dependency in this order",
    ),
    Case("resources stranger", swap(M, "<resources>", "<resources><file/>"), "is no resource"),
    Case(
        "intended use",
        swap(M, 'identifier="r3"', 'identifier="r3" intendeduse="fun"'),
        "unknown intendeduse",
    ),
    Case(
        "file twice",
        swap(M, '<file href="web_resources/a.pdf"/>', '<file href="web_resources/a.pdf"/>' * 2),
        "same file twice",
    ),
    Case(
        "href not among files",
        swap(M, 'href="web_resources/a.pdf">', 'href="web_resources/b.pdf">'),
        "no such file child",
    ),
    Case("web content without href", swap(M, ' href="web_resources/a.pdf">', ">"), "has no href"),
    Case(
        "web link with href",
        swap(M, 'type="imswl_xmlv1p1"', 'type="imswl_xmlv1p1" href="links/r1.xml"'),
        "web link and must have no href",
    ),
    Case(
        "web link with two files",
        both(
            swap(
                M,
                '<file href="links/r1.xml"/>',
                '<file href="links/r1.xml"/><file href="links/r2.xml"/>',
            ),
            put("links/r2.xml", WEBLINK.encode()),
        ),
        "must have one file, not 2",
    ),
    Case(
        "web link with dependency",
        swap(
            M,
            '<file href="links/r1.xml"/>',
            '<file href="links/r1.xml"/><dependency identifierref="r4"/>',
        ),
        "web link and must have no dependency",
    ),
    Case(
        "dependency on nothing",
        swap(M, 'dependency identifierref="r4"', 'dependency identifierref="r9"'),
        "a dependency on r9",
    ),
    Case(
        "dependency on itself",
        swap(M, 'dependency identifierref="r4"', 'dependency identifierref="r2"'),
        "on itself",
    ),
    Case(
        "dependency twice",
        swap(M, '<dependency identifierref="r4"/>', '<dependency identifierref="r4"/>' * 2),
        "dependency twice",
    ),
    Case(
        "dependency on a link",
        swap(M, 'dependency identifierref="r4"', 'dependency identifierref="r1"'),
        "is no web content",
    ),
    Case("missing file", drop("web_resources/a.pdf"), "not in the zip"),
    Case("orphan file", put("web_resources/b.pdf", b""), "no resource in imsmanifest.xml lists"),
    Case("unused resource", swap(M, '<dependency identifierref="r4"/>', ""), "used by no item"),
    Case("web link not XML", put(W, b"<webLink>"), "links/r1.xml is not well-formed"),
    Case("web link DTD", swap(W, "<webLink", "<!DOCTYPE webLink><webLink"), "document type"),
    Case("web link namespace", swap(W, "imsccv1p1/imswl_v1p1", "imswl_v1p0"), "is not webLink"),
    Case("web link order", swap(W, "<title>A link</title>", ""), "title and url in this order"),
    Case("web link title", swap(W, "<title>A link</title>", "<title/>"), "<title> is empty"),
    Case(
        "web link title break",
        swap(W, "<title>A link</title>", "<title>A\nlink</title>"),
        "a tab or a line break",
    ),
    Case("web link attribute", swap(W, "target=", "rel="), "unknown attribute rel"),
    Case("web link url content", swap(W, "/></webLink>", ">x</url></webLink>"), "must be empty"),
    Case("web link target", swap(W, "_blank", "_new"), "unknown target"),
    Case("no href", swap(W, 'href="https://example.org/a%20b?c=d#e"', ""), "missing or empty"),
    Case("page not UTF-8", put(P, PAGE.encode().replace(b"well", b"w\xffll")), "p.html is not UTF"),
    Case("page without title", swap(P, "<title>A page</title>", ""), "<title> is missing"),
    Case("page encoding", swap(P, 'charset="utf-8"', 'charset="latin1"'), "declares the encoding"),
    Case(
        "page encoding by header",
        swap(
            P,
            '<meta charset="utf-8">',
            '<meta http-equiv="Content-Type" content="text/html; charset=latin1">',
        ),
        "declares the encoding latin1",
    ),
    Case("empty page", put("wiki_content/q.html", b""), "q.html cannot be parsed"),
    Case("script", body("<script>x</script>"), "<script> is not allowed"),
    Case("style", body("<style>x</style>"), "<style> is not allowed"),
    Case("handler", body('<p onclick="x">y</p>'), "event handler onclick"),
    Case("javascript address", body('<a href=" java&#10;script:x">y</a>'), "javascript: address"),
    Case("data address", body('<img src="data:image/png;base64,AA" alt="">'), "data: address"),
    Case("text alive once", body("<p>the &lt;b&gt; tag</p>"), "comes alive as <b>"),
    Case("text alive twice", body("<p>the &amp;lt;b&amp;gt; tag</p>"), "comes alive as <b>"),
    Case("attribute alive", body('<p title="&quot;&gt;&lt;img src=x">y</p>'), "alive as <img>"),
    Case("no module_meta", drop(C), "module_meta.xml is not"),
    Case("module_meta not XML", put(C, b"<modules>"), "module_meta.xml is not well-formed"),
    Case("Canvas namespace", swap(C, "cccv1p0", "cccv2p0"), "is not modules in the namespace"),
    Case("Canvas stranger module", swap(C, "</modules>", "<other/></modules>"), "is no module"),
    Case(
        "Canvas module identifier",
        swap(C, '<module identifier="c1">', "<module>"),
        "<module> has no identifier",
    ),
    Case(
        "Canvas identifier twice", swap(C, 'identifier="c6"', 'identifier="c2"'), "is used 2 times"
    ),
    Case(
        "Canvas module state",
        swap(C, "<workflow_state>active", "<workflow_state>on"),
        "unknown state",
    ),
    Case(
        "Canvas module position",
        swap(C, "</workflow_state><position>1<", "</workflow_state><position>2<"),
        "has the positions 2, 2",
    ),
    Case(
        "Canvas item position", swap(C, "<position>3<", "<position>4<"), "has the positions 1, 2, 4"
    ),
    Case(
        "Canvas element namespace",
        swap(C, "<title>A link", '<title xmlns="x">A link'),
        "outside Canvas's namespace",
    ),
    Case(
        "Canvas element twice",
        swap(C, "<indent>1</indent>", "<indent>1</indent>" * 2),
        "more than one <indent>",
    ),
    Case("Canvas title empty", swap(C, "<title>A link<", "<title> <"), "has an empty title"),
    Case("Canvas title long", swap(C, "<title>A link<", f"<title>{LONG}<"), "more than 255"),
    Case(
        "Canvas link of no link",
        both(
            swap(
                M,
                '>\n<item identifier="i1" identifierref="r1"',
                '>\n<item identifier="i1" identifierref="r4"',
            ),
            swap(C, ">r1<", ">r4<"),
        ),
        "no web link in the manifest",
    ),
    Case(
        "Canvas no items",
        lambda files: files.update(
            {C: files[C].replace(b"<items>", b"<things>").replace(b"</items>", b"</things>")}
        ),
        "has no <items>",
    ),
    Case(
        "Canvas item identifier",
        swap(C, '<item identifier="c6">', "<item>"),
        "<item> has no identifier",
    ),
    Case("Canvas item title missing", swap(C, "<title>A file</title>", ""), "has no <title>"),
    Case(
        "Canvas item state missing",
        swap(C, "<workflow_state>unpublished</workflow_state>", ""),
        "has no <workflow_state>",
    ),
    Case("Canvas item indent missing", swap(C, "<indent>1</indent>", ""), "has no <indent>"),
    Case("Canvas item indent", swap(C, "<indent>1<", "<indent>-1<"), "has the indent '-1'"),
    Case("Canvas new_tab", swap(C, "<new_tab>true", "<new_tab>yes"), "has the new_tab 'yes'"),
    Case("Canvas content type", swap(C, ">Attachment<", ">File<"), "unknown content_type"),
    Case("Canvas reference", swap(C, ">r3<", ">r9<"), "no resource of the manifest"),
    Case(
        "Canvas no reference",
        swap(C, "<identifierref>r3</identifierref>", ""),
        "is a Attachment without identifierref",
    ),
    Case("Canvas wiki folder", swap(C, ">r2<", ">r3<"), "not in wiki_content/"),
    Case("Canvas file folder", swap(C, ">r3<", ">r2<"), "not in web_resources/"),
    Case(
        "Canvas no url",
        swap(C, "<url>https://example.org/a%20b?c=d#e</url>", ""),
        "has a url which is missing",
    ),
    Case("Canvas other url", swap(C, "a%20b?c=d#e", "other"), "another url than the web link"),
    Case(
        "Canvas heading with reference",
        swap(
            C, "<title>Reading</title>", "<title>Reading</title><identifierref>r2</identifierref>"
        ),
        "is a heading and must",
    ),
    Case(
        "Canvas heading only there",
        swap(C, "WikiPage", "ContextModuleSubHeader"),
        "heading here or in the organization",
    ),
    Case("Canvas module titles", swap(C, "<title>Week 2<", "<title>Week 3<"), "the module titles"),
    Case("Canvas item titles", swap(C, "<title>A file<", "<title>B file<"), "the item titles"),
    Case("Canvas other reference", swap(C, ">r1<", ">r4<"), "but the organization to 'r1'"),
    Case("wiki identifier", swap(P, 'content="r2"', 'content="r3"'), "must be there once"),
    Case(
        "wiki no identifier",
        swap(P, '<meta name="identifier" content="r2">', ""),
        "must be there once",
    ),
    Case("course settings", put("course_settings/course_settings.xml", b"<x/>"), "overwrite"),
    Case("syllabus", put("course_settings/syllabus.html", PAGE.encode()), "overwrite"),
]

BAD_ADDRESSES = [
    ("https://e.org/a b", "percent-encoded: ' '"),
    ("https://e.org/{x}", "percent-encoded: '{' '}'"),
    ("https://e.org/a|b^c`d\\e", "percent-encoded"),
    ("https://e.org/é", "outside ASCII"),
    ("https://e.org/%zz", "percent sign"),
    ("https://e.org/%4", "percent sign"),
    ("https://e.org/[a]", "brackets outside"),
    ("https://e.org/?a[]=b", "brackets outside"),
    ("https://e[x].org/", "host"),
    ("https://[fe80::1%25eth0]/", "no IPv6 address"),
    ("mailto://a@e.org", "mailto address with"),
    ("https://[::g]/", "no IPv6 address"),
    ("https:///path", "has no host"),
    ("https://:80/", "has no host"),
    ("https://e.org:99999/", "port"),
    ("https://e.org/#a#b", "more than one #"),
    ("https://a@b@e.org/", "user information"),
    ("ftp://e.org/", "not an absolute"),
    ("/relative", "not an absolute"),
    ("e.org", "not an absolute"),
    ("mailto:", "without a recipient"),
    ("mailto:someone", "without a recipient"),
]
GOOD_ADDRESSES = [
    "http://e.org",
    "HTTPS://e.org:8080/a?b=c#d",
    "https://[2001:db8::1]:80/x",
    "https://user:pw@e.org/~a;b=(c)/d'e*!$&,+@:",
    "mailto:a@e.org?subject=x",
    "mailto:a@e.org,b@e.org",
    "mailto:?to=a@e.org",
    "https://xn--bcher-kva.example/%C3%A9",
]


def test_sound_cartridge() -> None:
    """The sound cartridge has no fault, with Canvas's extension and without."""
    files = cartridge()
    assert cc.faults(zipped(files)) == []
    drop(C)(files)
    drop(cc.CANVAS_FLAG)(files)
    start = files[M].index(b'<resource identifier="r5"')
    files[M] = files[M][:start] + b"</resources></manifest>"
    assert cc.faults(zipped(files)) == []


def test_cartridge_contents() -> None:
    """An importer gets modules with links, groups, pages and files in order."""
    assert cc.contents(zipped(cartridge())) == [
        cc.Module(
            "Week 1",
            [
                cc.Item("A link", "link", "https://example.org/a%20b?c=d#e", "", 0, ""),
                cc.Item("Reading", "group", "", "", 0, ""),
                cc.Item("A page", "page", "", "Hello\nAll well & good, see this.", 1, "Reading"),
            ],
        ),
        cc.Module("Week 2", [cc.Item("A file", "file", "web_resources/a.pdf", "", 0, "")]),
    ]


@pytest.mark.parametrize("case", CARTRIDGE_CASES, ids=lambda case: case.name)
def test_cartridge_rule_bites(case: Case) -> None:
    """The mutated cartridge is reported, in the words of the rule."""
    files = cartridge()
    case.change(files)
    found = cc.faults(zipped(files))
    assert any(case.says in sentence for sentence in found), found
    assert all(sentence.endswith(".") and "\n" not in sentence for sentence in found)


@pytest.mark.parametrize(
    ("address", "says"), [*BAD_ADDRESSES, ("https://e.org/" + "a" * 2000, "more than 2,000")]
)
def test_cartridge_address(address: str, says: str) -> None:
    """A bad address is reported both in the web link file and in Canvas's file."""
    files = cartridge()
    href(address)(files)
    found = [sentence for sentence in cc.faults(zipped(files)) if says in sentence]
    assert [sentence.split(",")[0] for sentence in found] == ["In " + W, "In " + C]


@pytest.mark.parametrize("address", GOOD_ADDRESSES)
def test_good_addresses(address: str) -> None:
    """Unusual but valid addresses are no fault of either archive."""
    files = cartridge()
    href(address.replace("&", "&amp;"))(files)
    assert cc.faults(zipped(files)) == []
    files = backup()
    swap(U, URL, address.replace("&", "&amp;"))(files)
    assert mbz.faults(packed(files)) == []


def test_cartridge_zip_rules() -> None:
    """Rules of the zip itself: readable, CRC, dates, duplicate names."""
    sound = zipped(cartridge())
    assert cc.faults(b"PK nonsense") == ["The cartridge is not a readable zip archive."]
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w") as archive:
        for name, content in cartridge().items():
            archive.writestr(zipfile.ZipInfo(name, FIXED), content)
    broken = stored.getvalue().replace(b"%PDF", b"%PDX")
    assert cc.faults(broken)[0] == "The zip entry web_resources/a.pdf cannot be read back."
    buffer = io.BytesIO(sound)
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr(zipfile.ZipInfo("course_settings/x.txt", (2021, 1, 1, 0, 0, 0)), "")
    assert "different dates" in cc.faults(buffer.getvalue())[0]
    buffer = io.BytesIO(sound)
    with zipfile.ZipFile(buffer, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr(zipfile.ZipInfo(M, FIXED), MANIFEST)
    assert cc.faults(buffer.getvalue()) == ["The zip has more than one entry named " + M + "."]
    buffer = io.BytesIO(sound)
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr(zipfile.ZipInfo("course_settings/x.txt", FIXED), "", zipfile.ZIP_LZMA)
    assert "neither stored nor deflated" in cc.faults(buffer.getvalue())[0]


def test_cartridge_contents_of_nonsense() -> None:
    """There are no contents without a manifest."""
    with pytest.raises(ValueError, match="not a readable zip"):
        cc.contents(b"nonsense")


# --- Moodle --------------------------------------------------------------------------------

XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
URL = "https://example.org/a%20b?c=d#e"
PDF = b"%PDF-1.4"
SHA1 = hashlib.sha1(PDF).hexdigest()
POOL = f"files/{SHA1[:2]}/{SHA1}"
DATE = '{"op":"&amp;","c":[{"type":"date","d":"&gt;=","t":1700000000}],"showc":[true]}'
B = "moodle_backup.xml"
U, G, R, L = (
    "activities/url_11/url.xml",
    "activities/page_12/page.xml",
    "activities/resource_13/resource.xml",
    "activities/label_14/label.xml",
)
S0, S1 = "sections/section_1/section.xml", "sections/section_2/section.xml"
MODULE = "activities/url_11/module.xml"


def activity_listed(kind: str, number: int, section: int, title: str) -> str:
    """An activity in the list of contents."""
    return (
        f"<activity><moduleid>{number}</moduleid><sectionid>{section}</sectionid>"
        f"<modulename>{kind}</modulename><title>{title}</title>"
        f"<directory>activities/{kind}_{number}</directory></activity>"
    )


def settings_of(level: str, key: str) -> str:
    """The two settings of a section or an activity."""
    return "".join(
        f"<setting><level>{level}</level><{level}>{key}</{level}><name>{key}_{name}</name>"
        f"<value>{value}</value></setting>"
        for name, value in (("included", 1), ("userinfo", 0))
    )


def root_setting(name: str, value: str) -> str:
    """A root setting."""
    return f"<setting><level>root</level><name>{name}</name><value>{value}</value></setting>"


INFORMATION = (
    XML + "<moodle_backup><information><name>b.mbz</name>"
    "<moodle_version>2022112800</moodle_version><moodle_release>4.1</moodle_release>"
    "<backup_version>2022112800</backup_version><backup_release>4.1</backup_release>"
    "<backup_date>1700000000</backup_date>"
    "<original_wwwroot>https://example.org</original_wwwroot>"
    "<original_course_id>2</original_course_id>"
    "<original_course_format>topics</original_course_format>"
    "<original_course_fullname>Course</original_course_fullname>"
    "<original_course_shortname>C</original_course_shortname>"
    "<original_course_contextid>20</original_course_contextid>"
    "<original_system_contextid>1</original_system_contextid>"
    f'<details><detail backup_id="{"a" * 32}"><type>course</type><format>moodle2</format>'
    "<interactive>1</interactive><mode>10</mode><execution>1</execution>"
    "<executiontime>0</executiontime></detail></details><contents><activities>"
    + activity_listed("label", 14, 1, "Note")
    + activity_listed("url", 11, 2, "A link")
    + activity_listed("page", 12, 2, "A page")
    + activity_listed("resource", 13, 2, "A file")
    + "</activities><sections>"
    "<section><sectionid>1</sectionid><title>0</title><directory>sections/section_1</directory>"
    "</section><section><sectionid>2</sectionid><title>Week 1</title>"
    "<directory>sections/section_2</directory></section></sections>"
    "<course><courseid>2</courseid><title>C</title><directory>course</directory></course>"
    "</contents><settings>"
    + root_setting("filename", "b.mbz")
    + root_setting("users", "0")
    + root_setting("activities", "1")
    + "".join(settings_of("section", f"section_{number}") for number in (1, 2))
    + "".join(
        settings_of("activity", key) for key in ("url_11", "page_12", "resource_13", "label_14")
    )
    + "</settings></information></moodle_backup>"
)


def section_file(number: int, name: str, sequence: str, availability: str) -> bytes:
    """A section.xml."""
    return (
        f'{XML}<section id="{number + 1}"><number>{number}</number><name>{name}</name>'
        f"<summary>About</summary><summaryformat>1</summaryformat>"
        f"<sequence>{sequence}</sequence><visible>1</visible>"
        f"<availabilityjson>{availability}</availabilityjson></section>"
    ).encode()


def activity_files(
    kind: str, number: int, section: int, name: str, fields: str, availability: str = mbz.NULL
) -> Files:
    """The directory of one activity; its instance id is 100 and its context 1000 above."""
    place = f"activities/{kind}_{number}/"
    return {
        place + "module.xml": (
            f'{XML}<module id="{number}" version="2022112800"><modulename>{kind}</modulename>'
            f"<sectionid>{section}</sectionid><sectionnumber>{section - 1}</sectionnumber>"
            f"<idnumber></idnumber><visible>1</visible><showdescription>1</showdescription>"
            f"<availability>{availability}</availability></module>"
        ).encode(),
        place + "roles.xml": b"<roles/>",
        place + "grades.xml": b"<activity_gradebook/>",
        place + "inforef.xml": b"<inforef/>",
        place + f"{kind}.xml": (
            f'{XML}<activity id="{number + 100}" moduleid="{number}" modulename="{kind}" '
            f'contextid="{number + 1000}"><{kind} id="{number + 100}"><name>{name}</name>'
            f"<intro>Intro</intro><introformat>4</introformat>{fields}</{kind}></activity>"
        ).encode(),
    }


def backup() -> Files:
    """The files of a sound backup."""
    options = 'a:2:{s:10:"printintro";i:1;s:2:"é";N;}'
    files: Files = {B: INFORMATION.encode()}
    files |= {name: f"<{root}/>".encode() for name, root in mbz.TOP_FILES.items()}
    files["files.xml"] = (
        f'{XML}<files><file id="5"><contenthash>{SHA1}</contenthash><contextid>1013</contextid>'
        "<component>mod_resource</component><filearea>content</filearea><itemid>0</itemid>"
        f"<filepath>/</filepath><filename>a.pdf</filename><filesize>{len(PDF)}</filesize>"
        "<mimetype>application/pdf</mimetype></file></files>"
    ).encode()
    files[POOL] = PDF
    files |= {f"course/{name}": f"<{root}/>".encode() for name, root in mbz.COURSE_FILES.items()}
    files["course/course.xml"] = (
        b'<course id="2" contextid="20"><shortname>C</shortname><fullname>Course</fullname>'
        b"<format>topics</format></course>"
    )
    files[S0] = section_file(0, mbz.NULL, "14", mbz.NULL)
    files[S1] = section_file(1, "Week 1", "11,12,13", DATE)
    files |= {f"sections/section_{number}/inforef.xml": b"<inforef/>" for number in (1, 2)}
    files |= activity_files(
        "url",
        11,
        2,
        "A link",
        f"<externalurl>{URL}</externalurl><display>0</display>"
        f"<displayoptions>{options}</displayoptions><parameters>a:0:{{}}</parameters>",
        DATE,
    )
    files |= activity_files(
        "page",
        12,
        2,
        "A page",
        "<content>Text</content><contentformat>1</contentformat><display>5</display>",
    )
    files |= activity_files("resource", 13, 2, "A file", "<display>0</display>")
    files["activities/resource_13/inforef.xml"] = (
        b"<inforef><fileref><file><id>5</id></file></fileref></inforef>"
    )
    files |= activity_files("label", 14, 1, "Note", "")
    return files


def tarred(files: Files, index: bytes | None = None, first: bool = True) -> bytes:
    """A gzip tar of the files, with an index if one is given."""
    buffer = io.BytesIO()
    entries = list(files.items())
    if index is not None:
        entries.insert(0 if first else len(entries), (mbz.INDEX, index))
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for name, content in entries:
            info = tarfile.TarInfo(name)
            info.size, info.mtime = len(content), 1700000000
            archive.addfile(info, io.BytesIO(content))
    return gzip.compress(buffer.getvalue(), mtime=0)


def index_of(files: Files) -> bytes:
    """The archive index of the files."""
    lines = [f"{mbz.INDEX_HEAD}{len(files)}"]
    lines += [f"{name}\tf\t{len(content)}\t1700000000" for name, content in files.items()]
    return ("\n".join(lines) + "\n").encode()


def packed(files: Files) -> bytes:
    """The gzip tar with its index, as Moodle writes it."""
    return tarred(files, index_of(files))


def available(text: str) -> Callable[[Files], None]:
    """Put another availability into a course module."""
    return swap(MODULE, DATE, text.replace("&", "&amp;").replace(">", "&gt;"))


def stored(old: str, new: str) -> Callable[[Files], None]:
    """Change files.xml."""
    return swap("files.xml", old, new)


def needed(file: str, *names: str) -> list[Case]:
    """Cases that rename each of these elements, so that it is missing."""
    return [
        Case(
            f"{file} without {name}",
            both(swap(file, f"<{name}>", "<x-x>"), swap(file, f"</{name}>", "</x-x>")),
            f"must have one <{name}>, not 0",
        )
        for name in names
    ]


def add_second_url(files: Files) -> None:
    """Add another url, course module 15, whose instance id is 111 too."""
    for name, content in activity_files(
        "url",
        15,
        1,
        "B",
        f"<externalurl>{URL}</externalurl><display>0</display><displayoptions/><parameters/>",
    ).items():
        files[name] = content.replace(b'id="115"', b'id="111"')
    swap(B, "</activities>", activity_listed("url", 15, 1, "B") + "</activities>")(files)
    swap(B, "</settings>", settings_of("activity", "url_15") + "</settings>")(files)
    swap(S0, ">14<", ">14,15<")(files)


BACKUP_CASES = [
    Case("absolute path", put("/x.xml", b"<x/>"), "absolute path"),
    Case("climbing path", put("../x.xml", b"<x/>"), "has .. in its path"),
    Case("odd path", put("x'y.xml", b"<x/>"), "that Moodle drops"),
    Case("empty step", put("course//x.xml", b"<x/>"), "empty or . step"),
    Case("no information", drop(B), "no moodle_backup.xml"),
    Case("not well-formed", put(U, b"<activity>"), "url.xml is not well-formed"),
    Case("forbidden character", swap(U, "A link", "A \x0b link"), "not well-formed"),
    Case("forbidden character reference", swap(U, "A link", "A &#1; link"), "not well-formed"),
    Case(
        "not UTF-8",
        lambda files: files.update({U: files[U].replace(b"A link", b"\xff")}),
        "url.xml is not UTF-8",
    ),
    Case(
        "encoding declared",
        swap(U, 'encoding="UTF-8"', 'encoding="ISO-8859-1"'),
        "declares the encoding",
    ),
    Case("DTD", swap(U, "<activity ", "<!DOCTYPE activity><activity "), "document type"),
    *[Case(f"no {name}", drop(name), f"The file {name} is missing") for name in mbz.TOP_FILES],
    *[
        Case(f"no course/{name}", drop(f"course/{name}"), f"course/{name} is missing")
        for name in mbz.COURSE_FILES
    ],
    *[
        Case(
            f"no section {name}", drop(f"sections/section_2/{name}"), f"section_2/{name} is missing"
        )
        for name in mbz.SECTION_FILES
    ],
    *[
        Case(f"no activity {name}", drop(f"activities/url_11/{name}"), f"url_11/{name} is missing")
        for name in [*mbz.ACTIVITY_FILES, "url.xml"]
    ],
    Case("root element", put("roles.xml", b"<roles/>"), "must be <roles_definition>"),
    Case(
        "not recognised",
        swap(B, "<moodle_backup>", "<moodle_backup>" + " " * 200),
        "the first 200 bytes lack <information>",
    ),
    Case("no XML declaration", swap(B, '"UTF-8"', '"utf-8"'), "the first 200 bytes lack <?xml"),
    Case(
        "two informations",
        swap(B, "</moodle_backup>", "<information/></moodle_backup>"),
        "with one <information>",
    ),
    *needed(
        B,
        "name",
        "moodle_version",
        "moodle_release",
        "backup_version",
        "backup_release",
        "backup_date",
        "original_wwwroot",
        "original_course_id",
        "original_course_format",
        "original_course_fullname",
        "original_course_shortname",
        "original_course_contextid",
        "original_system_contextid",
        "type",
        "format",
        "interactive",
        "mode",
        "execution",
        "executiontime",
        "moduleid",
        "modulename",
        "title",
        "directory",
        "courseid",
        "level",
        "value",
    ),
    Case("version", swap(B, "<moodle_version>2022112800", "<moodle_version>4.1"), "wrong form"),
    Case("wwwroot", swap(B, "<original_wwwroot>https:", "<original_wwwroot>"), "wrong form"),
    Case("no detail", cut(B, "<detail ", "</details>"), "must have one <detail>"),
    Case("backup_id", swap(B, "a" * 32, "xyz"), "no backup_id of 32"),
    Case("type", swap(B, "<type>course", "<type>section"), "<type> of wrong form"),
    Case("format", swap(B, "<format>moodle2", "<format>moodle1"), "<format> of wrong form"),
    Case(
        "section directory",
        swap(B, "sections/section_2", "sections/section_3"),
        "does not fit its id",
    ),
    Case(
        "activity directory",
        swap(B, "activities/url_11", "activities/url_15"),
        "does not fit its id",
    ),
    Case("activity kind", swap(B, "<modulename>url", "<modulename>quiz"), "is not expected"),
    Case("activity section", swap(B, "<sectionid>2", "<sectionid>7"), "7, which is not listed"),
    Case(
        "two courses",
        swap(B, "</course></contents>", "</course><course/></contents>"),
        "must have one <course>",
    ),
    Case("course id", swap(B, "<courseid>2", "<courseid>3"), "<courseid> of wrong form"),
    Case("no section", cut(B, "<sections>", "<course>"), "has no section"),
    Case("no contents", cut(B, "<contents>", "<settings>"), "must have one <contents>"),
    Case("setting level", swap(B, "<level>root", "<level>site"), "unknown level"),
    Case(
        "setting owner",
        swap(B, "<activity>url_11<", "<activity>url_99<"),
        "'url_99', which is not listed",
    ),
    Case("setting name", swap(B, "url_11_included", "url_included"), "its owner's name"),
    Case(
        "setting twice",
        swap(B, "<settings>", "<settings>" + root_setting("users", "0")),
        "is set twice",
    ),
    Case(
        "setting value",
        swap(B, root_setting("users", "0"), root_setting("users", "no")),
        "neither 0 nor 1",
    ),
    *[
        Case(
            f"no root setting {name}",
            swap(B, f"<name>{name}<", "<name>other<"),
            f"no root setting {name}",
        )
        for name in ("filename", "users", "activities")
    ],
    Case(
        "no filename",
        swap(B, "<name>filename</name><value>b.mbz", "<name>filename</name><value>"),
        "filename is empty",
    ),
    Case(
        "section not included",
        swap(B, "section_2_included</name><value>1", "section_2_included</name><value>0"),
        "missing or not 1",
    ),
    Case("activity not included", swap(B, "page_12_included", "page_12_x"), "missing or not 1"),
    Case(
        "section without userinfo",
        swap(B, "section_1_userinfo", "section_1_x"),
        "section_1_userinfo is missing",
    ),
    Case(
        "activity with userinfo",
        swap(B, "label_14_userinfo</name><value>0", "label_14_userinfo</name><value>1"),
        "1 without users",
    ),
    Case("course.xml id", swap("course/course.xml", 'id="2"', 'id="3"'), "has the id 3, not 2"),
    Case("course.xml context", swap("course/course.xml", '"20"', '"21"'), "contextid 21, not 20"),
    *needed("course/course.xml", "fullname", "shortname", "format"),
    *needed(
        S1, "number", "name", "summary", "summaryformat", "sequence", "visible", "availabilityjson"
    ),
    Case("section id", swap(S1, 'id="2"', 'id="9"'), "has the id 9, not 2"),
    Case("section name", swap(S1, "<name>Week 1", "<name>"), "has an empty <name>"),
    Case("section name long", swap(S1, "<name>Week 1", f"<name>{LONG}"), "more than 255"),
    Case("summary format", swap(S1, "<summaryformat>1", "<summaryformat>3"), "wrong form: '3'"),
    Case("sequence order", swap(S1, "11,12,13", "12,11,13"), "has the sequence"),
    Case("sequence incomplete", swap(S1, "11,12,13", "11,12"), "has the sequence"),
    Case("section availability", swap(S1, '"showc":[true]', '"showc":true'), "in showc"),
    Case("section number twice", swap(S1, "<number>1", "<number>0"), "section number id 0"),
    *needed(
        MODULE,
        "modulename",
        "sectionid",
        "sectionnumber",
        "idnumber",
        "visible",
        "showdescription",
        "availability",
    ),
    Case("module id", swap(MODULE, 'id="11"', 'id="12"'), "has the id 12, not 11"),
    Case("module version", swap(MODULE, ' version="2022112800"', ""), "attribute version"),
    Case("module kind", swap(MODULE, ">url<", ">page<"), "<modulename> of wrong form"),
    Case("module section", swap(MODULE, "<sectionid>2", "<sectionid>1"), "<sectionid> of wrong"),
    Case(
        "module number",
        swap(MODULE, "<sectionnumber>1", "<sectionnumber>2"),
        "<sectionnumber> of wrong",
    ),
    Case("module visible", swap(MODULE, "<visible>1", "<visible>yes"), "<visible> of wrong"),
    Case("availability not JSON", available("{"), "is not JSON"),
    Case(
        "availability without showc",
        available('{"op":"&","c":[{"type":"date","d":">=","t":1}]}'),
        "must have op",
    ),
    Case("availability operator", swap(MODULE, '"op":"&amp;"', '"op":"|"'), "must have op"),
    Case(
        "availability without conditions",
        available('{"op":"&","c":[],"showc":[]}'),
        "no list of conditions",
    ),
    Case("availability showc", swap(MODULE, "[true]", "[true,true]"), "in showc"),
    Case("availability type", swap(MODULE, '"date"', '"group"'), "no start date"),
    Case("availability direction", swap(MODULE, "&gt;=", "&lt;"), "no start date"),
    Case("availability time", swap(MODULE, ":1700000000", ':"1700000000"'), "no start date"),
    Case("activity without context", swap(U, ' contextid="1011"', ""), "attribute contextid"),
    Case("activity module id", swap(U, 'moduleid="11"', 'moduleid="12"'), "moduleid 12, not 11"),
    Case(
        "activity kind in file",
        swap(U, 'modulename="url"', 'modulename="page"'),
        "has the modulename 'page'",
    ),
    Case("instance id", swap(U, '<url id="111"', '<url id="112"'), "has the id 112, not 111"),
    Case("two instances", swap(U, "</activity>", '<url id="111"/></activity>'), "must hold one"),
    *needed(
        U, "name", "intro", "introformat", "externalurl", "display", "displayoptions", "parameters"
    ),
    *needed(G, "name", "intro", "introformat", "content", "contentformat", "display"),
    *needed(R, "name", "intro", "introformat"),
    *needed(L, "name", "intro", "introformat"),
    Case("instance name", swap(L, "<name>Note", "<name>"), "has an empty <name>"),
    Case("instance name long", swap(L, "<name>Note", f"<name>{LONG}"), "more than 255"),
    Case("intro format", swap(L, "<introformat>4", "<introformat>5"), "<introformat> of wrong"),
    Case(
        "content format",
        swap(G, "<contentformat>1", "<contentformat>html"),
        "<contentformat> of wrong",
    ),
    Case(
        "elements for text",
        swap(G, "<content>Text", "<content><p>Text</p>"),
        "holds elements instead of text",
    ),
    Case("empty kind", swap(B, "<modulename>url", "<modulename>"), "is not expected"),
    Case(
        "display options no array",
        swap(U, "<parameters>a:0:{}", "<parameters>a:1:{x}"),
        "serialized PHP",
    ),
    Case(
        "display options not closed",
        swap(U, "<parameters>a:0:{}", "<parameters>a:0:{i:1;}"),
        "serialized PHP",
    ),
    Case("display", swap(U, "<display>0", "<display>7"), "<display> of wrong form"),
    Case("display options", swap(U, 's:10:"printintro"', 's:9:"printintro"'), "serialized PHP"),
    Case("parameters", swap(U, "<parameters>a:0:{}", "<parameters>{}"), "serialized PHP"),
    Case("two urls of an id", add_second_url, "The url id 111 is used 2 times"),
    Case("module id twice", swap(B, "<moduleid>12", "<moduleid>11"), "course module id 11"),
    Case("context twice", swap(U, "1011", "1012"), "The context id 1012 is used 2 times"),
    Case("context of the course", swap(U, "1011", "20"), "The context id 20 is used 2 times"),
    *needed(
        "files.xml",
        "contenthash",
        "contextid",
        "component",
        "filearea",
        "itemid",
        "filepath",
        "filename",
        "filesize",
        "mimetype",
    ),
    Case("no file id", stored(' id="5"', ""), "attribute id"),
    Case(
        "file id twice",
        lambda files: files.update(
            {
                "files.xml": files["files.xml"].replace(
                    b"</files>", files["files.xml"][files["files.xml"].index(b"<file ") :]
                )
            }
        ),
        "an id used before",
    ),
    Case("no bytes", drop(POOL), "has no bytes at"),
    Case("other bytes", put(POOL, b"%PDF-1.5"), "not the SHA-1"),
    Case("filesize", stored(f"<filesize>{len(PDF)}", "<filesize>1"), "has the filesize 1"),
    Case("hash form", stored(SHA1, SHA1.upper()), "<contenthash> of wrong form"),
    Case("file name", stored("a.pdf", "a/b.pdf"), "<filename> of wrong form"),
    Case("file path", stored("<filepath>/", "<filepath>x"), "<filepath> of wrong form"),
    Case("file context", stored("1013", "1012"), "has the contextid 1012"),
    Case("file component", stored("mod_resource", "mod_page"), "has the component 'mod_page'"),
    Case("file area", stored(">content<", ">other<"), "has the filearea 'other'"),
    Case(
        "no file for resource",
        put("activities/resource_13/inforef.xml", b"<inforef/>"),
        "leads to no content file",
    ),
    Case(
        "file without reference",
        put("activities/resource_13/inforef.xml", b"<inforef/>"),
        "is referred to by no inforef.xml",
    ),
    Case(
        "reference to nothing",
        swap("activities/resource_13/inforef.xml", ">5<", ">6<"),
        "refers to the file '6'",
    ),
    Case("bytes of no file", put("files/ab/" + "ab" * 20, b""), "but not in files.xml"),
    Case(
        "directory not listed",
        put("activities/url_99/url.xml", b"<activity/>"),
        "no directory that",
    ),
]


def test_sound_backup() -> None:
    """The sound backup has no fault, as gzip tar with and without index, and as zip."""
    files = backup()
    assert mbz.faults(packed(files)) == []
    assert mbz.faults(tarred(files)) == []
    assert mbz.faults(zipped(files)) == []


@pytest.mark.parametrize("pack", [packed, zipped])
def test_backup_contents(pack: Callable[[Files], bytes]) -> None:
    """Restore makes sections with a label, a url, a page and a file."""
    date = '{"op":"&","c":[{"type":"date","d":">=","t":1700000000}],"showc":[true]}'
    assert mbz.contents(pack(backup())) == [
        mbz.BackupSection(
            0, "", "About", [mbz.Activity("label", "Note", "", "Intro", 4, True, "", b"", "")]
        ),
        mbz.BackupSection(
            1,
            "Week 1",
            "About",
            [
                mbz.Activity("url", "A link", URL, "Intro", 4, True, "", b"", date),
                mbz.Activity("page", "A page", "", "Text", 1, True, "", b"", ""),
                mbz.Activity("resource", "A file", "", "Intro", 4, True, "a.pdf", PDF, ""),
            ],
        ),
    ]


@pytest.mark.parametrize("case", BACKUP_CASES, ids=lambda case: case.name)
def test_backup_rule_bites(case: Case) -> None:
    """The mutated backup is reported, in the words of the rule."""
    files = backup()
    case.change(files)
    found = mbz.faults(packed(files))
    assert any(case.says in sentence for sentence in found), found
    assert all(sentence.endswith(".") and "\n" not in sentence for sentence in found)


@pytest.mark.parametrize(("address", "says"), BAD_ADDRESSES)
def test_backup_address(address: str, says: str) -> None:
    """A bad address of a url is reported."""
    files = backup()
    swap(U, URL, address)(files)
    found = mbz.faults(packed(files))
    assert any(says in sentence for sentence in found), found


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("Moodle archive", "Archive", "does not begin with"),
        ("Count: ", "Count: 1", "entries but lists"),
        ("\tf\t", "\t", "malformed line"),
        ("files.xml\tf\t", "files.xml\td\t", "which the tar does not have so"),
        ("\t1700000000", "\t1700000001", "does not list"),
        ("\t1700000000", "\t?", "does not list"),
        ("roles.xml", "rules.xml", "which the tar does not have so"),
    ],
)
def test_backup_index(old: str, new: str, says: str) -> None:
    """An archive index that is not that of the tar is reported."""
    files = backup()
    index = index_of(files).replace(old.encode(), new.encode(), 1)
    found = mbz.faults(tarred(files, index))
    assert any(says in sentence for sentence in found), found


def test_backup_index_place_and_order() -> None:
    """The index is first, ends with a line break and keeps the order of the tar."""
    files = backup()
    index = index_of(files)
    assert "not the first" in mbz.faults(tarred(files, index, first=False))[0]
    assert "end with a line break" in mbz.faults(tarred(files, index[:-1]))[0]
    head, *lines = index.splitlines(keepends=True)
    assert "another order" in mbz.faults(tarred(files, head + b"".join(lines[::-1])))[0]


def test_backup_tar_rules() -> None:
    """Rules of the gzip tar itself, as Moodle's own extractor reads it."""
    files = backup()
    raw = gzip.decompress(tarred(files))
    zip_end = zipped(files)[:-30]

    def first(data: bytes) -> str:
        return mbz.faults(data)[0]

    assert first(b"nonsense") == "The backup is neither a gzip file nor a zip file."
    assert first(b"\x1f\x8bnonsense") == "The backup is not a readable gzip file."
    assert first(zip_end) == "The backup is not a readable zip archive."
    assert "no ustar magic" in first(gzip.compress(raw.replace(b"ustar", b"xxxxx", 1)))
    assert "wrong header checksum" in first(gzip.compress(b"n" + raw[1:]))
    assert "cannot be read" in first(gzip.compress(raw[:124] + b"x" * 11 + raw[135:]))
    assert (
        "two empty blocks"
        in mbz.faults(gzip.compress(raw.rstrip(b"\0") + bytes(-len(raw.rstrip(b"\0")) % 512)))[0]
    )
    assert "is cut off" in first(gzip.compress(raw[:1024]))
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.PAX_FORMAT) as archive:
        info = tarfile.TarInfo("a" * 120)
        archive.addfile(info, io.BytesIO(b""))
    assert "neither file nor folder" in first(gzip.compress(buffer.getvalue()))
    twice = raw[: 1024 + (len(files[B]) // 512) * 512] + raw
    assert "more than one entry named" in first(gzip.compress(twice))
    damaged = bytearray(zipped({B: b"x" * 100}))
    damaged[14:18] = struct.pack("<L", 1)
    offset = damaged.index(b"PK\x01\x02")
    damaged[offset + 16 : offset + 20] = struct.pack("<L", 1)
    assert "cannot be read back" in first(bytes(damaged))


def test_backup_contents_of_nonsense() -> None:
    """There are no contents without an information file."""
    with pytest.raises(ValueError, match="neither a gzip"):
        mbz.contents(b"nonsense")
