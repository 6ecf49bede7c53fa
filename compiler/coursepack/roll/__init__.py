"""A course of one term in, the same of another out: every date of `course.yaml` moved."""

from coursepack.roll.run import roll as roll
