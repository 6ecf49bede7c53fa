"""One file per format that libraries and reference managers read; each declares a LIBRARY."""
