"""How far an organisation is checked before it is relied on: checks, agreements, twins of one organisation."""
