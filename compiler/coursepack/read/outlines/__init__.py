"""One file per form of outline; each declares a READER."""
