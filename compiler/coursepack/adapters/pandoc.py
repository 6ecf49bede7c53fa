"""pandoc, kept up as one process for a build: it reads prose, cites and writes."""

from __future__ import annotations


class Pandoc:
    def write(self, to: str, tree: dict, template: str, variables: dict) -> str:
        raise NotImplementedError
