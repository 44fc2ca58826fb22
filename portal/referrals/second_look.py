"""The second look at a text before it is sent to the other side."""

from collections.abc import Callable

from wtforms import HiddenField

from portal.cases.giveaways import numbers_in
from portal.referrals.codes import Suspicion


class SecondLook:
    """Mixin: a text that looks as if it held a name or a number is shown again before it is sent, never refused.

    `names_her` tells whether a text names the person, for a writer who may know her name; for all others it is never
    asked, so that nobody learns a name by trying.
    """

    as_it_is = HiddenField()
    names_her: Callable[[str], bool] | None = None
    suspicions: tuple[Suspicion, ...] = ()

    def looked_over(self, text: str | None) -> bool:
        """True when nothing in the text is suspicious, or the writer wants it sent as it is."""
        if not text or self.as_it_is.data:
            return True
        named = self.names_her is not None and self.names_her(text)
        self.suspicions = (*((Suspicion.NAME,) if named else ()), *(Suspicion(one.value) for one in numbers_in(text)))
        return not self.suspicions
