"""What is kept of people, why, and for how long: a page in three languages."""
