"""Bound outline and timetable in, schedule out: which day each session is, and what is read."""

from coursepack.plan.run import plan as plan
