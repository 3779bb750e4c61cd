"""Everything that runs in the browser: the engine (Python) and the page's own scripts (`web/`)."""
