"""A calendar as RFC 5545 writes it, by icalendar."""

from __future__ import annotations

import datetime as dt
import zoneinfo

import icalendar

from coursepack.model.calendar import Calendar, Event


def ics(calendar: Calendar, language: str) -> bytes:
    """Return *calendar* as an `.ics` file with the rules of its time zone.

    Its stamps are the day of the first event, never the clock's: same input, same bytes.
    Events without a time are of the whole day.
    """
    made = icalendar.Calendar()
    made.add("prodid", "-//Coursepack//Coursepack//EN")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", calendar.title)
    zone = zoneinfo.ZoneInfo(calendar.zone) if calendar.zone else None
    if calendar.zone:
        made.add("x-wr-timezone", calendar.zone)
    first = min((event.day for event in calendar.events), default=dt.date(2000, 1, 1))
    stamp = dt.datetime.combine(first, dt.time(), dt.UTC)
    for event in calendar.events:
        made.add_component(_event(event, calendar.identity, zone, stamp, language))
    if zone:
        last = max(event.day for event in calendar.events)
        year = dt.timedelta(days=366)
        made.add_missing_timezones(first_date=first - year, last_date=last + year)
    return bytes(made.to_ical())


def _event(
    event: Event,
    identity: str,
    zone: zoneinfo.ZoneInfo | None,
    stamp: dt.datetime,
    language: str,
) -> icalendar.Event:
    made = icalendar.Event()
    made.add("uid", f"{identity}-{event.name}@coursepack")
    made.add("dtstamp", stamp)
    made.add("summary", event.title, parameters={"LANGUAGE": language})
    if event.start is None:
        made.add("dtstart", event.day)
        made.add("dtend", event.day + dt.timedelta(days=1))
        made.add("transp", "TRANSPARENT")
    else:
        start = dt.datetime.combine(event.day, event.start, zone)
        made.add("dtstart", start)
        if event.end:
            made.add("dtend", dt.datetime.combine(event.day, event.end, zone))
    if event.text:
        made.add("description", event.text)
    if event.place:
        made.add("location", event.place)
    return made
