"""Diagnostics in, the files as they should be out: what can be mended for certain."""

from coursepack.mend.run import mended as mended
