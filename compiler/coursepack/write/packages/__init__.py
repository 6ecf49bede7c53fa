"""One file per package that a learning system takes whole; each declares a PACKAGE."""
