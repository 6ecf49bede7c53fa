"""Identifiers in, what the registries of papers know of them out: only when asked."""

from coursepack.lookup.run import Lookup as Lookup
from coursepack.lookup.services import PUBLIC as PUBLIC
from coursepack.lookup.services import Addresses as Addresses
