"""WTForms' own messages, marked for our catalogue: its wheel has none for Danish, so ours answers for all languages."""

from portal.i18n_mark import N_, NN_

MESSAGES = (
    N_("This field is required."),
    N_("Not a valid choice."),
    N_("Invalid Choice: could not coerce."),
    N_("Choices cannot be None."),
    N_("Not a valid integer value."),
    N_("Not a valid date value."),
    N_("Not a valid time value."),
    N_("Not a valid datetime value."),
    N_("Invalid input."),
    N_("Invalid email address."),
    N_("Invalid URL."),
    N_("Number must be between %(min)s and %(max)s."),
    N_("Number must be at least %(min)s."),
    N_("Number must be at most %(max)s."),
    NN_("'%(value)s' is not a valid choice for this field.", "'%(value)s' are not valid choices for this field."),
)
