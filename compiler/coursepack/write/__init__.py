"""Document in, artifacts out: one file a format under `formats/`."""
