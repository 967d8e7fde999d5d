"""What understanding is judged by: messages that others wrote, and how well the whole desk takes them."""
