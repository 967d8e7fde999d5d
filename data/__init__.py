"""What the desk knows: files, and the one loader."""
