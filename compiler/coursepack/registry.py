"""Find what each file of a package declares."""

from __future__ import annotations

import importlib
import pkgutil
from types import ModuleType
from typing import TypeVar

T = TypeVar("T")


def declared(package: ModuleType, name: str, kind: type[T]) -> tuple[T, ...]:
    """Return the constant *name* of every module in *package*, in file order."""
    return tuple(one(package, module, name, kind) for module in names(package))


def names(package: ModuleType) -> tuple[str, ...]:
    """Return the names of the modules in *package*, sorted, importing none."""
    return tuple(sorted(info.name for info in pkgutil.iter_modules(package.__path__)))


def one(package: ModuleType, module: str, name: str, kind: type[T]) -> T:
    """Return the constant *name* of the one *module* in *package*, importing no other."""
    value = getattr(importlib.import_module(f"{package.__name__}.{module}"), name)
    if not isinstance(value, kind):
        raise TypeError(f"{package.__name__}.{module}.{name} is not a {kind.__name__}")
    return value
