"""The no-op mark for sentences that rules name and that labels or letters later turn into words (RULINGS 36)."""


def N_(text: str) -> str:
    """Mark `text` for the catalogue and return it unchanged (English)."""
    return text
