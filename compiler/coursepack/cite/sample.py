"""A paper that everyone in the field knows, for showing what a style does."""

from __future__ import annotations

from coursepack.model.document import Text
from coursepack.model.source import Span, Spanned
from coursepack.model.work import Names, PartialDate, Person, Work

_HERE = Span("sample", 1, 1, 1, 1)

SAMPLE = Work(
    key=Spanned("sample", _HERE),
    kind="article-journal",
    title=Spanned(
        (Text("A method for obtaining digital signatures and public-key cryptosystems"),), _HERE
    ),
    names={
        "author": Names(
            (Person("Rivest", "Ronald L."), Person("Shamir", "Adi"), Person("Adleman", "Leonard")),
            _HERE,
        )
    },
    dates={"issued": Spanned(PartialDate(1978, 2), _HERE)},
    fields={
        name: Spanned(text, _HERE)
        for name, text in {
            "container-title": "Communications of the ACM",
            "container-title-short": "Commun. ACM",
            "volume": "21",
            "issue": "2",
            "page": "120–126",
            "DOI": "10.1145/359340.359342",
        }.items()
    },
)
