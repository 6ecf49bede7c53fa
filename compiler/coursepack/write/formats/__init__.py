"""One file per output format; each declares a FORMAT named after its file."""
