"""Outline of cited works in, document out: one file a kind of document."""

from coursepack.assemble.reading_list import reading_list as reading_list
