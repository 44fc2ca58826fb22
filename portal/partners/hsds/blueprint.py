"""The blueprint of the API."""

from flask import Blueprint

blueprint = Blueprint("hsds", __name__, url_prefix="/api/hsds")
