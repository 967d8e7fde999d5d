"""The desk while things around it break."""
