"""Compile a course outline and its paper metadata into documents for a class."""

__version__ = "0.1.0"
