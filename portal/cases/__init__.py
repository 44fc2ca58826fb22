"""One person's prepared return: offer, clock, consent, support, risk; the identity behind its one door."""

from flask import Flask


def install(app: Flask) -> None:
    """Give the app this chapter's pages, panels and letters, and the duty address its alarms go to."""
    from portal.cases import duty, mail, views

    mail.register()
    address = app.extensions["settings"].duty_email
    duty.ADDRESS[:] = [address] if address else []
    app.register_blueprint(views.blueprint)
