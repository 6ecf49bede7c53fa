"""How the sample looks: small pictures of a page in each theme, by each engine, and in a browser.

`pytest tests/test_pictures.py --accept` takes them anew; look at each before it is committed.
"""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat

from coursepack.adapters import tex
from coursepack.pipeline import Wishes, compile_course
from coursepack.read import theme as themes
from coursepack.read.disk import Disk
from tools import need

SAMPLE = Path(__file__).parents[1] / "content"
PICTURES = Path(__file__).parent / "pictures"
ENGINES = ("typst", "lualatex", "chromium")
CASES = [(theme, by, "reading-list") for theme in themes.names() for by in ENGINES]
CASES += [("folio", by, "syllabus") for by in ENGINES]
# A changed word or a block that moved by a line makes ten times as much; letters drawn a little
# otherwise make half.
MOST_UNLIKE = 0.8


def seen(theme: str, by: str, document: str, folder: Path) -> Image.Image:
    """Return a small picture, in grey, of what a reader sees first."""
    formats = {"typst": ("pdf",), "lualatex": ("tex",), "chromium": ("html",)}[by]
    made = compile_course(Disk(SAMPLE), Wishes(formats=formats, theme=theme))
    artifact = next(a for a in made.value.artifacts if a.name.startswith(document))
    if by == "chromium":
        return seen_in_browser(artifact.data, folder)
    data = artifact.data
    if by != "typst":
        data = tex.compile_pdf(need(by), data.decode()).pdf
    file = folder / "list.pdf"
    file.write_bytes(data)
    size = ["-r", "40", "-gray", "-f", "2", "-l", "2", "-singlefile", "-png"]
    subprocess.run([need("pdftoppm"), *size, str(file), str(folder / "page")], check=True)
    return Image.open(folder / "page.png").convert("L")


def seen_in_browser(page: bytes, folder: Path) -> Image.Image:
    from playwright.sync_api import sync_playwright

    # The faces that a machine has differ; what is compared is the rest.
    style = b"<style>*{font-family:'DejaVu Sans Mono'!important}</style></head>"
    file = folder / "list.html"
    file.write_bytes(page.replace(b"</head>", style, 1))
    chromium = shutil.which(need("chromium"))
    with sync_playwright() as playwright:
        said = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path=chromium, args=said)
        tab = browser.new_page(viewport={"width": 800, "height": 1000})
        tab.goto(file.as_uri())
        data = tab.screenshot()
        browser.close()
    return Image.open(io.BytesIO(data)).convert("L").resize((320, 400))


def unlikeness(one: Image.Image, other: Image.Image) -> float:
    """Return by how much of 255 the dots of two pictures differ on the average."""
    return (
        255.0
        if one.size != other.size
        else ImageStat.Stat(ImageChops.difference(one, other)).mean[0]
    )


@pytest.mark.parametrize(("theme", "by", "document"), CASES)
def test_the_sample_looks_as_it_did(
    theme: str, by: str, document: str, tmp_path: Path, accept: bool
) -> None:
    name = theme if document == "reading-list" else document
    file = PICTURES / f"{name}-{by}.png"
    now = seen(theme, by, document, tmp_path)
    if accept:
        now.quantize(64).save(file, optimize=True)
        return
    before = Image.open(file).convert("L")
    if unlikeness(before, now) > MOST_UNLIKE:
        shown = tmp_path / file.name
        difference = ImageChops.difference(before.resize(now.size), now)
        beside = Image.new("L", (now.width * 3, now.height), 255)
        for number, picture in enumerate((before, now, ImageChops.invert(difference))):
            beside.paste(picture, (number * now.width, 0))
        beside.save(shown)
        pytest.fail(f"before, now, and what differs: {shown}")


def test_a_changed_picture_is_unlike() -> None:
    picture = Image.open(PICTURES / "folio-typst.png").convert("L")
    moved = ImageChops.offset(picture, 0, 6)  # a line of text
    assert unlikeness(picture, moved) > 5 * MOST_UNLIKE
    # One heading's worth of words taken out.
    changed = picture.copy()
    changed.paste(255, (0, 60, picture.width, 120))
    assert unlikeness(picture, changed) > MOST_UNLIKE
    faint = picture.point(lambda value: min(255, value + 1))
    assert unlikeness(picture, faint) <= MOST_UNLIKE
