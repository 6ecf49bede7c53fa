"""The words that documents add to a course's own."""

from __future__ import annotations

READING_LIST = "Reading list"
CONTENTS = "Contents"
REQUIRED = "Required"
OPTIONAL = "Optional"
READ = "Read"
OPEN_COPY = "Open copy"
CODE = "Course"
TERM = "Term"
INSTITUTION = "Institution"
INSTRUCTOR = "Instructor"
INSTRUCTORS = "Instructors"
PRESENTED_BY = "Presented by"
ON = "on"
DATE = "Date"
