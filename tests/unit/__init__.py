"""Small tests of one piece, no process and no network."""
