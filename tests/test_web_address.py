"""Addresses: only http, https and mailto, and only the characters of an address."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coursepack.model.web_address import Fault, encoded, fault

SOUND = re.compile(r"(?i)(https?://|mailto:)[A-Za-z0-9\-._~:/?#@!$&'()*+,;=%\[\]]+")


@pytest.mark.parametrize(
    ("address", "problem", "written"),
    [
        ("https://example.org/a?b=c#d", None, "https://example.org/a?b=c#d"),
        ("HTTP://Example.org", None, "HTTP://Example.org"),
        ("https://doi.org/10.1002/(SICI)1<2>3", None, "https://doi.org/10.1002/(SICI)1%3C2%3E3"),
        ("https://example.org/%C3%BC/100%", None, "https://example.org/%C3%BC/100%25"),
        ("https://müller.example/ü", None, "https://xn--mller-kva.example/%C3%BC"),
        ("https://[::1]:8000/x[1]", None, "https://[::1]:8000/x%5B1%5D"),
        ("mailto:a@b.org", None, "mailto:a@b.org"),
        ("https://example.org/two words", Fault.MALFORMED, "https://example.org/two%20words"),
        (" https://example.org ", Fault.MALFORMED, "https://example.org"),
        ("https://", Fault.MALFORMED, None),
        ("https:/example.org", Fault.MALFORMED, None),
        ("mailto:nobody", Fault.MALFORMED, None),
        ("localhost:8000/x", Fault.MALFORMED, None),
        ("www.example.org", Fault.RELATIVE, None),
        ("/schedule/", Fault.RELATIVE, None),
        ("", Fault.RELATIVE, None),
        ("javascript:alert(1)", Fault.UNSAFE, None),
        ("JaVaScRiPt:alert(1)", Fault.UNSAFE, None),
        ("java\nscript:alert(1)", Fault.UNSAFE, None),
        ("\x01javascript:alert(1)", Fault.UNSAFE, None),
        ("\u200bjavascript:alert(1)", Fault.UNSAFE, None),
        ("data:text/html,<script>", Fault.UNSAFE, None),
        ("file:///etc/passwd", Fault.UNSAFE, None),
        ("ftp://example.org", Fault.UNSAFE, None),
        ("vbscript:x", Fault.UNSAFE, None),
    ],
)
def test_known_addresses(address: str, problem: Fault | None, written: str | None) -> None:
    assert (fault(address), encoded(address)) == (problem, written)


ADDRESSES = st.text(max_size=40) | st.builds(
    "".join,
    st.lists(
        st.sampled_from(
            [
                "http",
                "https",
                "mailto",
                "javascript",
                ":",
                "//",
                "@",
                "%",
                "a.org",
                "é",
                " ",
                "\t",
                "<",
                "[",
                "]",
                "#",
                "\\",
                '"',
            ]
        )
        | st.characters(),
        max_size=12,
    ),
)


@settings(max_examples=500)
@given(ADDRESSES)
def test_what_is_written_is_an_address(address: str) -> None:
    written = encoded(address)
    if written is not None:
        assert SOUND.fullmatch(written)
        assert encoded(written) == written
        assert fault(written) is None
    if fault(address) is None:
        assert written is not None
    if fault(address) in (Fault.UNSAFE, Fault.RELATIVE):
        assert written is None or fault(address.strip()) is None
