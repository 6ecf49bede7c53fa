"""One file per foreign library or program. Model types in and out; foreign types never."""
