"""Faults: the desk is killed, cut off and misled while people write to it, and a checker looks for harm."""
