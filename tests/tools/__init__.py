"""Programs and readers that tests of printed pages use."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import unicodedata
import zipfile
from pathlib import Path

import docx
import lxml.etree
import pytest
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from pypdf import PdfReader

_MARGIN = 68  # points at either end of a page, where only the running head and foot stand


def need(program: str) -> str:
    """Return *program* if it is installed; else skip the test, or fail it where CI is set."""
    if shutil.which(program):
        return program
    message = f"`{program}` is not installed"
    if os.environ.get("CI"):
        pytest.fail(message)
    pytest.skip(message)


def page_text(pdf: bytes, folder: Path, raw: bool = True, crop: bool = True) -> str:
    """Return the characters on the pages of *pdf*, without running heads where *crop* is set."""
    file = folder / "read.pdf"
    file.write_bytes(pdf)
    height = int(PdfReader(file).pages[0].mediabox.height)
    area = ("-x", "0", "-y", str(_MARGIN), "-W", "700", "-H", str(height - 2 * _MARGIN))
    command = [need("pdftotext"), *(["-raw"] if raw else []), *(area if crop else ())]
    done = subprocess.run([*command, "-r", "72", str(file), "-"], capture_output=True, check=True)
    return done.stdout.decode()


def word_text(file: bytes) -> str:
    """Return the characters of a Word file, a line a paragraph, without boxes to tick."""
    body = docx.Document(io.BytesIO(file)).element.body
    lines = (Paragraph(found, None).text for found in body.iter(qn("w:p")))
    return "\n".join(lines).replace("\N{BALLOT BOX}", "")


def epub_chapters(file: bytes) -> list[str]:
    """Return the bodies of the pages of an EPUB, in the order of its spine."""
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        package = lxml.etree.fromstring(archive.read("EPUB/content.opf"))
        items = {item.get("id"): item.get("href") for item in package.iter("{*}item")}
        spine = [items[item.get("idref")] for item in package.iter("{*}itemref")]
        pages = [archive.read(f"EPUB/{name}").decode() for name in spine]
        return [page[page.index("<body") :] for page in pages]


def words(text: str) -> list[str]:
    """Return the words of *text*; hyphens are left out, since a line may end at one."""
    # What pdftotext adds round text that runs from right to left.
    text = re.sub("[\u200b-\u200f\u202a-\u202e\u2066-\u2069]", "", text)
    return re.sub(r"-\s*\n|-", "", unicodedata.normalize("NFC", text)).split()
