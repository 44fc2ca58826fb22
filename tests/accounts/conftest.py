"""A scripted single sign-on provider, and the portal that trusts it."""

from collections.abc import Iterator

import pytest

from portal.db import db
from tests.accounts.provider import Provider, serve
from tests.accounts.staff import with_single_sign_on
from tests.conftest import Portal


@pytest.fixture
def provider() -> Iterator[Provider]:
    """A provider that answers as told."""
    told = Provider()
    server = serve(told)
    yield told
    server.shutdown()
    server.server_close()


@pytest.fixture
def staffed(portal: Portal, provider: Provider) -> Iterator[Portal]:
    """The portal with the scripted provider."""
    running = with_single_sign_on(portal, provider.issuer)
    yield running
    with running.app.app_context():
        db.engine.dispose()
