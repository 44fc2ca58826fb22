"""Our own OpenAPI description: it says what the API does, and the API does what it says, whatever is sent."""

import json
import re
from typing import Any

import jsonschema
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis.config import SchemathesisConfig
from schemathesis.generation import GenerationMode

from portal.accounts.machines import SCOPES
from portal.partners.hsds.description import openapi
from portal.partners.hsds.parameters import ENDPOINTS
from portal.partners.hsds.schemas import SCHEMAS
from tests.conftest import BASE_URL, ROOT, Portal
from tests.partners.hsds import entries
from tests.partners.hsds.machine import API, Machine

DESCRIPTION = openapi(f"{BASE_URL}{API}", f"{BASE_URL}/api/oauth/token")
EXAMPLES = 12  # of each address and kind


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_the_api_answers_as_it_is_described(portal: Portal, mode: GenerationMode) -> None:
    entries.whole()
    machine = Machine.arrive(portal)
    described = schemathesis.openapi.from_dict(DESCRIPTION, config=SchemathesisConfig())
    described.app = portal.app
    for one in ENDPOINTS.values():
        if mode is GenerationMode.POSITIVE or one.parameters or "{id}" in one.path:
            _answers_as_described(described[one.path]["GET"], mode, machine)


def _answers_as_described(operation: Any, mode: GenerationMode, machine: Machine) -> None:

    @seed(1)
    @settings(
        max_examples=EXAMPLES,
        deadline=2000,
        database=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def answers(case: Any) -> None:
        case.call_and_validate(base_url=f"{BASE_URL}{API}", headers=machine.headers, checks=CHECKS)

    answers()


def _checks() -> list[Any]:
    from schemathesis.checks import not_a_server_error
    from schemathesis.specs.openapi.checks import (
        content_type_conformance,
        response_schema_conformance,
        status_code_conformance,
    )

    return [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


CHECKS = _checks()


def test_every_described_address_is_a_route_and_every_route_is_described(portal: Portal) -> None:
    rules = {rule.rule for rule in portal.app.url_map.iter_rules() if rule.rule.startswith(API)}
    described = {f"{API}{path.replace('{id}', '<record_id>')}" for path in DESCRIPTION["paths"]}
    assert rules == described | {f"{API}/openapi.json"}


def test_the_description_is_open_and_leads_to_the_token_endpoint(portal: Portal) -> None:
    answer = portal.app.test_client().get(f"{API}/openapi.json", base_url=BASE_URL)
    assert answer.get_json() == json.loads(json.dumps(DESCRIPTION))
    assert DESCRIPTION["openapi"] == "3.1.0"
    about = Machine.arrive(portal).read("/")
    assert about["openapi_url"] == f"{BASE_URL}{API}/openapi.json" and about["version"] == "3.0"


def test_every_answer_has_only_what_is_described(portal: Portal) -> None:
    entries.whole()
    machine = Machine.arrive(portal)
    for one in ENDPOINTS.values():
        if not one.pages:
            continue
        page = machine.read(f"{one.path}?full=true&full_service=true")
        schema = DESCRIPTION["paths"][one.path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        jsonschema.validate(page, {**schema, "components": {"schemas": SCHEMAS}})
        assert page["contents"]


def test_the_page_for_developers_names_every_address_with_its_parameters() -> None:
    page = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `/api/hsds([^`]*)` \|[^|]*\| (?:`([^`]*)`)? ?\|$", page, flags=re.MULTILINE)
    told = {path.replace("/ID", "/{id}"): set(names.split()) for path, names in rows}
    assert told == {one.path: {parameter.name for parameter in one.parameters} for one in ENDPOINTS.values()}
    assert SCOPES[0] in page
