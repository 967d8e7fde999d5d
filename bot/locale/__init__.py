"""Words: one gettext catalogue a language, keyed by message key, and how parameters are shown."""
