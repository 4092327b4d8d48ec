"""Posts as HTML: rendered once for each language, put together for each visitor, acted upon."""
