"""One country: who is responsible for what, which mission covers it, the card for when the line is down."""
