"""Each kind of detail: read from words, checked, shown."""
