"""Open311 GeoReport v2: the desk for other programs."""
