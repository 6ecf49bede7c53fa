"""Values of our own types as bytes, and from bytes, for the cache folder.

By pickle, which is the one way to keep places, names and sharing as they are, held to the types
of `model`: no other name of a program is looked up, so that bytes can make values and do nothing.
"""

from __future__ import annotations

import io
import pickle
import sys
from typing import Any

_OURS = "coursepack.model."


class NoValueError(Exception):
    """Bytes that are no value of ours."""


def dumped(value: object) -> bytes:
    """Return *value*, of types of `model` and of Python's own, as bytes."""
    return pickle.dumps(value, pickle.HIGHEST_PROTOCOL)


def loaded(data: bytes) -> Any:
    """Return the value of which `dumped` made *data*. Raises NoValueError."""
    try:
        return _Loader(io.BytesIO(data)).load()
    except Exception as error:
        raise NoValueError(str(error)) from error


class _Loader(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        found = getattr(sys.modules.get(module), name, None) if module.startswith(_OURS) else None
        if not isinstance(found, type) or found.__module__ != module:
            raise pickle.UnpicklingError(f"{module}.{name} is no type of ours")
        return found
