"""What the desk promises, as tests."""
