"""A plain Rasa assistant over our examples of ten services: what each of our figures is a ratio of."""
