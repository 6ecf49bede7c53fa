"""What the readers of both kinds of package need: XML read safely, and what cannot be read."""

from __future__ import annotations

import struct
import zipfile
import zlib

from lxml import etree

UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    OSError,
    EOFError,
    RuntimeError,
    ValueError,
    NotImplementedError,
)
"""What a broken archive makes its library raise."""


def xml(name: str, data: bytes, out: list[str], *, huge: bool = False) -> etree._Element | None:
    """Parse an XML file: UTF-8 both in fact and as declared, well-formed, with no DTD.

    Sources: XML 1.0; Moodle's writer always writes UTF-8 and no DTD; a DTD is refused as importers
    may expand entities. A file may be *huge* where its format sets no bound to a text.
    """
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        out.append(f"The file {name} is not UTF-8.")
        return None
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
        huge_tree=huge,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        out.append(f"The file {name} is not well-formed XML: {error}.")
        return None
    info = root.getroottree().docinfo
    if info.internalDTD is not None:
        out.append(f"The file {name} has a document type declaration.")
    if info.encoding is not None and info.encoding.lower() != "utf-8":
        out.append(f"The file {name} declares the encoding {info.encoding}, not UTF-8.")
    return root
