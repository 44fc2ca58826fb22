"""The no-op mark for sentences that rules name and that labels or letters later turn into words (RULINGS 36)."""


def N_(text: str) -> str:
    """Mark `text` for the catalogue and return it unchanged (English)."""
    return text


def NN_(singular: str, plural: str) -> str:
    """Mark a sentence with its plural for the catalogue and return the singular unchanged (English)."""
    return singular
