"""The console: where staff see what waits, and work it."""
