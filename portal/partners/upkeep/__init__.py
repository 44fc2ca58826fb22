"""How the directory is kept true: what people say is wrong, what worries them, what they suggest, and who is asked."""

from flask import Flask


def install(app: Flask) -> None:
    """Give the app this part's pages, panels and letters; an act on an entry settles what was reported of it."""
    from portal.partners.actions import ON_CHANGE
    from portal.partners.upkeep import (  # noqa: F401 - its views join the blueprint, its panels their places
        actions,
        asked_views,
        concern_views,
        flag_views,
        labels,
        mail,
        panels,
        queue_views,
        suggestion_views,
    )
    from portal.partners.upkeep.blueprint import blueprint

    app.register_blueprint(blueprint)
    app.jinja_env.globals["upkeep_words"] = labels
    mail.register()
    if actions.settle_by_change not in ON_CHANGE:  # an app made twice in one process registers once
        ON_CHANGE.append(actions.settle_by_change)
