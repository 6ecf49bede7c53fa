"""One file per shape of metadata; each declares a READER."""
