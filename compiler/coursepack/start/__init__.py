"""A course to begin with: a few lines for each thing a course can say."""

from coursepack.start.run import files as files
