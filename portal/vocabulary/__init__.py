"""Code lists, one module a list or two: the code as stored, its English label, the source of the term."""
