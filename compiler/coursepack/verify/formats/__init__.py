"""One file a format that can be read back; each declares `VERIFIER`."""
