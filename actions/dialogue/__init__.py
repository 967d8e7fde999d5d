"""The turn: a pure function from a conversation and a message to replies and commands."""
