"""Reading, checking and showing each kind of detail."""
