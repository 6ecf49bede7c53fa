"""Make the gallery of styles: `python tests/tools/style_gallery.py` writes `docs/styles/`.

Twelve common styles, each the whole sample as a page, and an index with a few entries of each.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from coursepack.adapters.pandoc import Pandoc
from coursepack.commands.citing import cite_works, find_styles
from coursepack.model.document import (
    Document,
    Heading,
    Link,
    Paragraph,
    ReadingEntry,
    ReadingList,
    Text,
)
from coursepack.model.source import Span
from coursepack.model.theme import Sheet
from coursepack.pipeline import Wishes, compile_course
from coursepack.read import theme as themes
from coursepack.read.disk import Disk
from coursepack.write import Engines
from coursepack.write.formats import html

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs" / "styles"
STYLES = {
    "reading-list": "made for lists: the title first",
    "apa": "author-date",
    "chicago-author-date": "author-date",
    "harvard-cite-them-right": "author-date",
    "ieee": "numeric",
    "elsevier-vancouver": "numeric",
    "nature": "numeric",
    "american-medical-association": "numeric",
    "chicago-notes-bibliography": "notes",
    "modern-language-association": "author-page",
    "american-mathematical-society-label": "labels",
    "acm-sig-proceedings": "numeric",
}
SHOWN = ("megatron-sc21", "moe-iclr17", "switch-jmlr22")


def pages() -> Iterator[tuple[str, bytes]]:
    """Yield the name and the bytes of every file of the gallery."""
    disk = Disk(ROOT / "content")
    blocks: list[Heading | Paragraph | ReadingList] = []
    for style, kind in STYLES.items():
        made = compile_course(disk, Wishes(formats=("html",), style=style))
        page = made.value.artifacts[0]
        yield f"{style}.html", page.data
        entries = cite_works(disk, SHOWN, Wishes(style=style)).value
        title = next(e.title for e in find_styles(disk, style).entries if e.name == style)
        blocks += [
            Heading(1, style, (Text(title if kind in title else f"{title} ({kind})"),)),
            ReadingList(
                tuple(
                    ReadingEntry(f"{style}-{n}", key, Span("", 1, 1, 1, 1), entry.text, entry.label)
                    for n, (key, entry) in enumerate(zip(SHOWN, entries, strict=True))
                )
            ),
            Paragraph((Link(f"{style}.html", (Text(f"The whole sample in {title}"),)), Text("."))),
        ]
    index = Document(
        name="index",
        title="Twelve citation styles",
        subtitle="The sample course in each",
        facts=(),
        language="en-US",
        sheet=Sheet(),
        theme=themes.ours("folio"),
        contents_title="Styles",
        blocks=tuple(blocks),
    )
    with tempfile.TemporaryDirectory() as folder, Pandoc(Path(folder)) as pandoc:
        data = html.write(index, Engines(pandoc, None, "typst")).value
    assert data is not None
    yield "index.html", data


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, data in pages():
        (FOLDER / name).write_bytes(data)


if __name__ == "__main__":
    main()
