"""A page of Markdown in, diagnostics out: what of it would not survive an upload."""

from coursepack.check.upload.constructs import CONSTRUCTS as CONSTRUCTS
from coursepack.check.upload.constructs import SYSTEMS as SYSTEMS
from coursepack.check.upload.constructs import Construct as Construct
from coursepack.check.upload.run import check_upload as check_upload
