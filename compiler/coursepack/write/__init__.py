"""Document in, artifacts out: one file a format under `formats/`."""

from coursepack.write.format import Engines as Engines
from coursepack.write.run import known as known
from coursepack.write.run import load as load
from coursepack.write.run import write as write
