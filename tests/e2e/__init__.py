"""The desk as a whole, over its real outside."""
