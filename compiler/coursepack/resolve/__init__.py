"""Outline of keys in, outline of works out."""

from coursepack.resolve.bind import resolve as resolve
from coursepack.resolve.bind import works_called as works_called
