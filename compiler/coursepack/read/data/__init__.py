"""Data becomes an outline: which form it has, its fields, its readings."""
