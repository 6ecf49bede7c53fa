"""Courses to measure: the sample, and made-up ones of any size."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

from coursepack.read import library
from coursepack.read.disk import Disk
from csl_json import item

# Parts of names and titles, to be put together in every way.
PIECES = """
given: Ada Alan Barbara Chidi Chen Dana Edsger Fatima Grace Hana Ivan Jin Kwame Leslie Mei
given: Niklaus Olga Priya Radia Sven Tony Uma Vint Wei Xin Yara Zoë
stem: Al Ber Cas Dor El Fan Gar Hol Ing Jan Kov Lar Mor Nak Or Pet Quin Ros Sal Tan Ul Ver
stem: Wang Xu Yam Zel
end: a berg ez ford gard i ić ko land man ov ová quist sen ski son strøm to vić yan
about: Scalable Efficient Adaptive Learned Fault-Tolerant Distributed Serverless Verified
what: Scheduling Caching Consensus Training Inference Storage Routing Replication Debugging
where: Clusters Datacenters Accelerators Databases Networks Browsers Kernels Satellites Clouds
"""


def _pieces(kind: str) -> list[str]:
    lines = (line.partition(": ") for line in PIECES.strip().splitlines())
    return [word for name, _, words in lines if name == kind for word in words.split()]


GIVEN, STEM, END = _pieces("given"), _pieces("stem"), _pieces("end")
ABOUT, WHAT, WHERE = _pieces("about"), _pieces("what"), _pieces("where")
VENUES = ("OSDI", "SOSP", "NSDI", "ASPLOS", "SIGCOMM", "EuroSys", "MLSys", "ISCA", "VLDB", "PLDI")


def synthetic(count: int, folder: Path) -> Path:
    """Write a course of *count* varied works into *folder*: articles, papers, books, preprints."""
    draw = random.Random(count)
    works: list[dict[str, Any]] = []
    page = ["---", "title: A long list", "---", ""]
    for number in range(count):
        if number % 100 == 0:
            page += ["", f"## Part {number // 100 + 1}", ""]
        if number % 20 == 0:
            page += ["", f"### {draw.choice(ABOUT)} {draw.choice(WHAT)}", ""]
        page.append(f'- {{% include paper_item.html key="work{number}" %}}')
        works.append(_work(number, draw))
    (folder / "list.md").write_text("\n".join(page) + "\n", "utf-8")
    (folder / "works.json").write_text(json.dumps(works, ensure_ascii=False, indent=1), "utf-8")
    return folder


def _work(number: int, draw: random.Random) -> dict[str, Any]:
    year = draw.randint(1975, 2026)
    people = [
        {"family": draw.choice(STEM) + draw.choice(END), "given": draw.choice(GIVEN)}
        for _ in range(min(1 + int(draw.expovariate(0.3)), 30))
    ]
    title = f"{draw.choice(ABOUT)} {draw.choice(WHAT)} for {draw.choice(WHERE)}, {number}"
    work: dict[str, Any] = {
        "id": f"work{number}",
        "title": title,
        "author": people,
        "issued": {"date-parts": [[year, draw.randint(1, 12)]]},
    }
    kind = draw.choice(
        ("paper-conference", "paper-conference", "article-journal", "book", "article")
    )
    work["type"] = kind
    venue = draw.choice(VENUES)
    if kind == "paper-conference":
        work |= {
            "container-title": f"Proceedings of {venue} {year}",
            "container-title-short": f"{venue} {year}",
            "page": f"{number}–{number + 14}",
            "DOI": f"10.1145/{number}.{year}",
        }
    elif kind == "article-journal":
        work |= {
            "container-title": f"Transactions on {draw.choice(WHAT)}",
            "volume": str(year - 1970),
            "issue": str(draw.randint(1, 12)),
            "page": f"{number}–{number + 30}",
            "DOI": f"10.1000/{number}.{year}",
        }
    elif kind == "book":
        work |= {"publisher": "Example University Press", "publisher-place": "Springfield"}
    else:
        work |= {
            "publisher": "arXiv",
            "URL": f"https://arxiv.org/abs/{year % 100:02}01.{number:05}",
        }
    return work


def as_csl_json(course: Path, works: str) -> list[dict[str, Any]]:
    """Return the works of a course as CSL-JSON, for the programs we are measured against."""
    source = Disk(course).open(works).value
    assert source is not None
    return [item(work, work.key.value) for work in library.read([source]).value.works]
