"""Coverage-guided fuzzing of what reads input: see `python -m tests.fuzz --help`."""
