"""Outline of works in, diagnostics out."""

from coursepack.check.run import check as check
from coursepack.check.run import notice as notice
from coursepack.check.severity import adjustable as adjustable
from coursepack.check.severity import with_severities as with_severities
