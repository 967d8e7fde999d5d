"""The Telegram channel, one piece at a time."""
