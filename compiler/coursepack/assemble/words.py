"""The words that documents add to a course's own."""

from __future__ import annotations

QUESTIONS = (
    "What question does it answer, and why does that matter?",
    "What is its main idea, in your own words?",
    "What would you ask its authors?",
)
HANDOUTS = "Handouts"
ALSO_AS = "Also as"
READING = "reading"
READINGS = "readings"
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
