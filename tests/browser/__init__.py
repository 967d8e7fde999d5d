"""The pages, in Debian's chromium."""
