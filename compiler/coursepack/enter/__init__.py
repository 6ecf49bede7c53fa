"""Works in, a file of works that has them too out: whatever form it has, as it is written."""

from coursepack.enter.fields import Fields as Fields
from coursepack.enter.fields import additions as additions
from coursepack.enter.fields import ways as ways
from coursepack.enter.keys import new_key as new_key
from coursepack.enter.run import appended as appended
from coursepack.enter.run import entered as entered
from coursepack.enter.run import extended as extended
from coursepack.enter.run import tidied as tidied
