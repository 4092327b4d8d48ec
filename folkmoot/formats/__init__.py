"""Pure codecs: bytes in, values out; no I/O, no clock, no settings."""
