"""Make the pictures of the themes: `python tests/tools/theme_pictures.py`, in the repository."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from PIL import Image

from coursepack.pipeline import Wishes, compile_course
from coursepack.read import theme as themes
from coursepack.read.disk import Disk

ROOT = Path(__file__).parents[2]


def main() -> None:
    with tempfile.TemporaryDirectory() as scratch:
        for theme in themes.names():
            course = Path(scratch, theme)
            course.mkdir()
            for name in ("papers.yaml", "course.yaml"):
                (course / name).write_bytes((ROOT / "content" / name).read_bytes())
            page = (ROOT / "content" / "reading-list.md").read_text("utf-8")
            page = page.replace('sc21" %}', 'sc21" required=true locator="Sections 2–3" %}')
            page = page.replace('mlsys23" %}', 'mlsys23" required=false %}')
            page = page.replace('asplos25" %}', 'asplos25" required=true note="Skim it." %}', 1)
            (course / "reading-list.md").write_text(page, "utf-8")
            made = compile_course(Disk(course), Wishes(formats=("pdf",), theme=theme))
            file = course / "list.pdf"
            file.write_bytes(made.value.artifacts[0].data)
            picture = course / "page"
            command = ["pdftoppm", "-r", "46", "-gray", "-f", "1", "-l", "1", "-singlefile", "-png"]
            subprocess.run([*command, str(file), str(picture)], check=True)
            shown = Image.open(picture.with_suffix(".png")).convert("L").quantize(16)
            shown.save(ROOT / "docs" / "themes" / f"{theme}.png", optimize=True)


if __name__ == "__main__":
    main()
