"""Tickets and their life, clocks, routing, people and consent, hand-over, access."""
