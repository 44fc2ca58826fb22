"""What files go quicker by gives the same as the long way."""

import itertools
import sys
import unicodedata
from uuid import UUID, uuid4, uuid5

from portal.partners.hsds import ids
from portal.partners.hsds.package_rows import HALF, address_id
from portal.partners.hsds.package_terms import attribute_id
from portal.places.folding import fold
from portal.web.cells import BEGINS_A_FORMULA, is_formula, safe, safe_cells


def _formula_the_long_way(text: str) -> bool:
    shown = unicodedata.normalize("NFKC", "".join(c for c in text[:50] if unicodedata.category(c) not in ("Cc", "Cf")))
    return text[:1] in ("\t", "\r", "\n", "\0") or shown.lstrip()[:1] in tuple(BEGINS_A_FORMULA)


def test_a_cell_is_found_to_be_a_formula_the_short_way_and_the_long_one_alike() -> None:
    signs = [chr(code) for code in range(128)]
    odd = ["＝", "﹦", "\u200b", "\u00a0", "é", "٣", "＠", "\ufeff"]
    texts = ["".join(pair) + "1" for pair in itertools.product([*signs, *odd], repeat=2)]
    texts += ["", " ", " " * 60 + "=1", " " * 49 + "=1", " " * 50 + "=1", *signs, *odd]
    assert [text for text in texts if is_formula(text) != _formula_the_long_way(text)] == []
    assert safe_cells(texts) == [safe(text) for text in texts]


def test_no_letter_or_digit_of_any_script_is_shown_as_the_sign_of_a_formula() -> None:
    assert [chr(c) for c in range(sys.maxunicode + 1) if chr(c).isalnum() and _formula_the_long_way(chr(c))] == []


def test_ids_made_as_text_are_those_of_the_read_api() -> None:
    for _ in range(50):
        record, place, term = uuid4(), uuid4(), ids.of_term("service_type", "shelter")
        assert attribute_id(str(record), str(term)) == str(ids.of_copy(term, record))
        assert address_id(str(place)) == str(uuid5(place, "address"))
        assert UUID(str(record)[:HALF] + str(place)[HALF:]) == ids.of_pair(record, place)


def test_a_text_folds_alike_whole_and_in_parts() -> None:
    parts = ["Łódź", "København S", "", "  ", "সংস্থা", "Στέγης", "ﬁn ß", "´a", "\u0301b", "ΌΣ", "Việt\u00a0Nam", "x\t"]
    for one, other in itertools.product(parts, repeat=2):
        assert fold(f"{one} {other}") == " ".join(filter(None, (fold(one), fold(other))))
    assert fold("MiXed  Case-9 ") == "mixed case-9"
