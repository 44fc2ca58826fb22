"""Why an act on a case did not happen: codes, which labels.py turns into sentences."""


class NotHere(Exception):
    """The record does not exist for this actor, or belongs elsewhere: the page answers "not found"."""


class Refused(Exception):
    """A rule says no. `code` names the rule, `field` the answer it is about ('' for the whole form)."""

    def __init__(self, code: str, field: str = "", **more: str) -> None:
        super().__init__(code)
        self.code, self.field, self.more = code, field, more


class DoorClosed(Exception):
    """The identity's door stays closed: `not_yours`, `reason_missing`, `no_grant` or `no_basis`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
