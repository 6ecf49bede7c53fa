"""`python -m coursepack` is the command."""

import sys

from coursepack.cli import main

sys.exit(main())
