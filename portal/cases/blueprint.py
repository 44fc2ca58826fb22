"""The chapter's blueprint, in a file of its own so that several view modules can share it."""

from flask import Blueprint

blueprint = Blueprint("cases", __name__, template_folder="templates")
