"""Tables, unit of work, field encryption, inbox and outbox."""
