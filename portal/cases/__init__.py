"""One person's prepared return: offer, clock, consent, support, risk; the identity behind its one door."""

from flask import Flask


def install(app: Flask) -> None:
    """Give the app this chapter's pages, panels and letters, and the duty address its alarms go to."""
    # Importing the views registers their pages.
    from portal.cases import duty, mail, merging, paper_views, sheet_views, tracing, views  # noqa: F401
    from portal.cases.consent import ON_WITHDRAWAL
    from portal.partners.vetting.merging import MAY_NOT_MERGE, ON_MERGE

    mail.register()
    address = app.extensions["settings"].duty_email
    duty.ADDRESS[:] = [address] if address else []
    if tracing.stop_for_withdrawal not in ON_WITHDRAWAL:
        ON_WITHDRAWAL.append(tracing.stop_for_withdrawal)
    if merging.move_grants not in ON_MERGE:
        ON_MERGE.append(merging.move_grants)
        MAY_NOT_MERGE.append(merging.both_know_one)
    app.register_blueprint(views.blueprint)
