"""Files as written in, what they lack of their document out: one file a format."""

from coursepack.verify.run import Verified as Verified
from coursepack.verify.run import verify as verify
