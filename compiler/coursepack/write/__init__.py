"""Document in, artifacts out: one file a format under `formats/`, `packages/`, `libraries/`."""

from coursepack.write.format import Engines as Engines
from coursepack.write.package import Packing as Packing
from coursepack.write.run import USUAL as USUAL
from coursepack.write.run import known as known
from coursepack.write.run import load as load
from coursepack.write.run import of_documents as of_documents
from coursepack.write.run import of_libraries as of_libraries
from coursepack.write.run import of_packages as of_packages
from coursepack.write.run import pack as pack
from coursepack.write.run import pictured as pictured
from coursepack.write.run import shelve as shelve
from coursepack.write.run import write as write
