"""Everything that people touch, and the processes that run."""
