"""What the Typst process runs: one document a line in, one PDF, or its pictures, a line out.

Started with `-I` and by its path, so it imports nothing of Coursepack. The compiler is
imported before the first request comes, which hides most of its start.
"""

import base64
import json
import shutil
import sys
from pathlib import Path
from typing import Any

import typst

TEMPLATE = Path("handout.typ")


def main() -> None:
    """Answer requests until the input ends."""
    named: list[list[Any]] = []
    fonts = typst.Fonts(include_system_fonts=False)
    for line in sys.stdin.buffer:
        request = json.loads(line)
        if request["fonts"] != named:
            named = request["fonts"]
            fonts = _with_files(named)
        print(json.dumps(_compile(request, fonts)), flush=True)


def _with_files(files: list[list[Any]]) -> typst.Fonts:
    """Return the embedded fonts and those in *files*, each its path and what tells its version."""
    # Typst takes folders only, and would load every font that lies beside the one needed.
    folder = Path("fonts")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for number, (path, *_) in enumerate(files):
        shutil.copyfile(path, folder / f"{number}{Path(path).suffix}")
    return typst.Fonts(include_system_fonts=False, font_paths=[folder])


def _compile(request: dict[str, Any], fonts: typst.Fonts) -> dict[str, Any]:
    TEMPLATE.write_text(request["template"], "utf-8")
    found = dict.fromkeys(font.family for font in fonts.fonts() if font.path is not None)
    inputs = {"document": request["document"], "families": json.dumps(list(found))}
    compiler = typst.Compiler(
        str(TEMPLATE), root=".", ignore_system_fonts=True, font_paths=fonts, sys_inputs=inputs
    )
    try:
        if request["form"] == "svg":
            made = compiler.compile(format="svg")
        else:
            # The wheel reads no SOURCE_DATE_EPOCH: a time is given, never the clock's.
            made = compiler.compile(
                format="pdf", pdf_standards=["ua-1", "a-2a"], timestamp=request["timestamp"]
            )
    except typst.TypstError as error:
        return {"error": error.message}
    # A lone file, or a picture of each sheet where there are several.
    files = made if isinstance(made, list) else [made]
    return {"files": [base64.b64encode(file).decode("ascii") for file in files if file]}


if __name__ == "__main__":
    main()
