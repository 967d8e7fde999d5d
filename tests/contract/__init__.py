"""One behaviour, every adapter: the same tests on both engines and both signals."""
