"""What the assistant does. Knows no channel, no web, no Rasa."""
