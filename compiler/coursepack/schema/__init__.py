"""Definitions in, JSON Schemas out, by which editors complete and check the files of a course."""

from coursepack.schema.run import schemas as schemas
