"""The demonstration world: invented persons and partners beside the real starter entries."""
