"""The calendar of a syllabus; a document in which nothing happens has none."""

from __future__ import annotations

from coursepack.model.diagnostic import Outcome
from coursepack.model.document import Document
from coursepack.write.format import Engines, Format


def write(
    document: Document,
    engines: Engines,  # noqa: ARG001 - what every format is given; this one needs no program
) -> Outcome[bytes | None]:
    """Return the calendar of *document*, None where it has none."""
    if document.calendar is None or not document.calendar.events:
        return Outcome(None)
    # Imported only where there is a calendar: it takes a tenth of a second.
    from coursepack.adapters import calendar_file

    return Outcome(calendar_file.ics(document.calendar, document.language))


FORMAT = Format("ics", ".ics", write)
