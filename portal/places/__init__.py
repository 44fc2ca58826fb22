"""Countries: the list, their names in the reader's language, their time zones. The gazetteer comes to live here."""
