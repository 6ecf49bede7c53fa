"""Two courses in, sentences out: what a student would notice between them."""

from coursepack.compare.run import Change as Change
from coursepack.compare.run import compare as compare
