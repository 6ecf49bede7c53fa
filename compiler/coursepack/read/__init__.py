"""Files in, model out: the outline of keys, the library of works, the style, the settings."""
