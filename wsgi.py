"""What a web server starts: `gunicorn wsgi:app`; also where `flask --app wsgi COMMAND` finds the commands."""

from portal.cli import app_of_the_web_server

app = app_of_the_web_server()
