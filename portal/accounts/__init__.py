"""Who signs in, and for whom: accounts, sessions, second step, single sign-on, invitations."""

from flask import Flask

from portal.config import Settings


def install(app: Flask) -> None:
    """Give the app this chapter's pages, letters and hooks.

    The demonstration's sign-in exists in demonstration mode alone (RULINGS 31), single sign-on where it is set.
    """
    from portal.accounts import (  # noqa: F401
        account_views,
        actions,
        hand_over_views,
        home,
        join_views,
        link_views,
        machine_server,
        machine_views,
        mail,
        me_views,
        merging,
        partner_panel,
        partner_views,
        queries,
        single_sign_on,
        views,
    )
    from portal.letters import renewal
    from portal.letters.views import CONTINUE
    from portal.partners.actions import ON_SUSPEND
    from portal.partners.upkeep.mail import PEOPLE_OF, WITH_PEOPLE
    from portal.partners.vetting.actions import ON_DECLINED
    from portal.partners.vetting.merging import ON_MERGE

    app.register_blueprint(views.blueprint)
    machine_server.install(app)
    mail.register()
    for hooks, hook in (
        (CONTINUE, link_views.go_on),
        (renewal.MAY_RENEW, link_views.may_renew),
        (ON_SUSPEND, actions.end_sessions_of_partner),
        (ON_MERGE, merging.move_people),
        (ON_DECLINED, merging.tell_the_centre),
        (PEOPLE_OF, queries.people_of),
        (WITH_PEOPLE, queries.partners_with_people),
    ):
        if hook not in hooks:  # an app made twice in one process, as the tests do, registers once
            hooks.append(hook)  # type: ignore[arg-type]
    settings: Settings = app.extensions["settings"]
    if settings.demonstration:
        app.add_url_rule("/sign-in/demo", "accounts.demo_sign_in", views.demo_sign_in, methods=["POST"])
    if settings.single_sign_on:
        single_sign_on.install(app, settings)
