"""Works as CSL-JSON, for the programs that outputs are compared with."""

from __future__ import annotations

from typing import Any

from coursepack.model.document import plain_text
from coursepack.model.work import Work


def item(work: Work, ident: str) -> dict[str, Any]:
    """Return *work* as an item called *ident*; titles without markup."""
    made: dict[str, Any] = {"id": ident, "type": work.kind}
    made |= {name: text.value for name, text in work.fields.items()}
    if work.title:
        made["title"] = plain_text(work.title.value)
    for role, names in work.names.items():
        made[role] = [name.parts() for name in names.people]
    for name, date in work.dates.items():
        parts = (date.value.year, date.value.month, date.value.day)
        made[name] = {"date-parts": [[part for part in parts if part is not None]]}
    return made
