"""Papers: a page made on the server, pressed into a PDF with its fonts inside; nothing is fetched from anywhere."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the press, a program of its own, imports this package and has no use for a web framework
    from flask import Flask


def install(app: "Flask") -> None:
    """Give the app the frame that every paper is written in, and the answer for a paper that could not be made."""
    from portal.paper import printing
    from portal.paper.blueprint import blueprint

    app.register_blueprint(blueprint)
    app.register_error_handler(printing.NotPrinted, printing.say_so)
