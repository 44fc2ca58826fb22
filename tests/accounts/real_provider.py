"""A real OpenID provider (Canaille) in a process of its own: `python real_provider.py RETURN_ADDRESS SECRET`.

Prints its address once it answers; its one person is signed in there already, under the name `ane`.
"""

import os
import sys
import uuid

os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"  # this machine alone, without TLS

import portpicker
from canaille import create_app
from canaille.backends import Backend
from joserfc.jwk import JWKRegistry
from pytest_iam import Server


def main(return_address: str, secret: str) -> None:
    """Serve until the process is ended."""
    port = portpicker.pick_unused_port()
    key = JWKRegistry.generate_key("RSA", 2048)
    key.ensure_kid()
    app = create_app(
        config={
            "TESTING": True,
            "ENV_FILE": None,
            "SECRET_KEY": str(uuid.uuid4()),
            "WTF_CSRF_ENABLED": False,
            "PREFERRED_URL_SCHEME": "http",
            "SERVER_NAME": f"localhost:{port}",
            "CANAILLE": {
                "DATABASE": "memory",
                "JAVASCRIPT": False,
                "ACL": {"DEFAULT": {"PERMISSIONS": ["use_oidc"]}},
                "LOGGING": {"version": 1},
            },
            "CANAILLE_OIDC": {"ACTIVE_JWKS": [key.as_dict(private=True)]},
        }
    )
    server = Server(app, port, Backend.instance)
    with app.app_context():
        client = server.models.Client(
            client_id="real",
            client_secret=secret,
            client_name="Portal",
            client_uri="https://portal.test",
            redirect_uris=[return_address],
            grant_types=["authorization_code"],
            response_types=["code"],
            scope=["openid", "profile"],
            token_endpoint_auth_method="client_secret_basic",
        )
        server.backend.save(client)
        client.audience = [client]  # without this Canaille's ID tokens name no audience
        server.backend.save(client)
        user = server.random_user(user_name="ane", emails=["somebody.else@work.example"])
        server.login(user)
        server.consent(user, client)
    sys.stdout.write(f"http://localhost:{port}\n")
    sys.stdout.flush()
    server.httpd.serve_forever()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
