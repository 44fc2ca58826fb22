"""That a file is not taken, with the code of why."""

from portal.referrals.codes import Unfit


class UnfitFile(ValueError):
    """The file is not taken; `code` says why."""

    def __init__(self, code: Unfit) -> None:
        super().__init__(code.value)
        self.code = code
