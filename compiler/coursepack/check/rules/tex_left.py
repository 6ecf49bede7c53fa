r"""TeX is left over outside of BibTeX, and prints as it stands: `Erd\H{o}s`, `{LLM}s`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from coursepack.adapters import latex_text
from coursepack.check.rule import Catalogue, WorksRule, texts
from coursepack.model.diagnostic import Diagnostic, Fix, Severity

# An accent or another command for a character, with what it stands on; braces round a few words.
_ACCENT = re.compile(
    r"\{?\\(?:[`'^\"~=.]|[uvHckrdbt](?=[{ ]))\s*\{?\\?[A-Za-z]\}?\}?"
    r"|\\(?:ss|o|O|l|L|ae|AE|oe|OE|aa|AA)\b\{?\}?"
)
# What begins with a field is no such thing, but YAML or JSON: `[{family: Roe, given: Ann}]`.
_BRACES = re.compile(r"(?<!\\)\{(?!\s*[a-z-]+:\s)([^{}\\\n\"']{1,60})\}")
_BIBTEX = (".bib", ".bibtex")


def check(catalogue: Catalogue) -> Iterator[Diagnostic]:
    """Report accents of TeX and protective braces in titles and names, outside of BibTeX."""
    for work in catalogue.library.works:
        if work.key.span.source.lower().endswith(_BIBTEX):
            continue
        for what, span in texts(work):
            written = catalogue.written(span)
            # Within double quotes of YAML and JSON a backslash is theirs.
            accents = [] if written.startswith('"') else list(_ACCENT.finditer(written))
            taken = {at for accent in accents for at in range(*accent.span())}
            braces = (m for m in _BRACES.finditer(written) if m.start() not in taken)
            for match in (*accents, *braces):
                place = catalogue.part(span, *match.span())
                meant = latex_text.plain(match[0]).text
                yield Diagnostic(
                    RULE.code,
                    Severity.WARNING,
                    f"there is TeX in the {what} of `{work.key.value}`: `{match[0]}`",
                    place,
                    hints=(f"write `{meant}`",),
                    fix=Fix(place, meant),
                )


RULE = WorksRule("tex-left", check)
