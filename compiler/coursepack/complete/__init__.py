"""Works of a course and what registries know of them in, what they lack out."""

from coursepack.complete.run import Proposal as Proposal
from coursepack.complete.run import is_open as is_open
from coursepack.complete.run import proposed as proposed
from coursepack.complete.run import question as question
