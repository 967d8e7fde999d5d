"""The Telegram channel. The only place that imports python-telegram-bot."""
