"""The WSGI application for a server: ``gunicorn wsgi:app``."""

from guidelines.app import create_app

app = create_app()
