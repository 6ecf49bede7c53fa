"""Outline of works in, outline of cited works out."""

from coursepack.cite.run import cite as cite
from coursepack.cite.run import references as references
from coursepack.cite.sample import SAMPLE as SAMPLE
