"""Diagnostics in, words out: one file a rendering."""

from coursepack.report.github import as_github as as_github
from coursepack.report.human import human as human
from coursepack.report.json import as_json as as_json
from coursepack.report.order import in_order as in_order
from coursepack.report.sarif import as_sarif as as_sarif
