"""The web: chat page, staff console, Open311."""
