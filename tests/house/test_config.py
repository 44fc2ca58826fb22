"""Settings: a missing or wrong one stops the start with one sentence; secrets are never shown."""

import pytest

from portal import config
from portal.config import ConfigError, Settings, read_settings

GOOD = {
    "PORTAL_SECRET_KEY": "a-secret-of-the-tests-that-is-long-enough",
    "PORTAL_SEAL_KEYS": f"1:{config.new_key()}",
    "PORTAL_INDEX_KEYS": f"1:{config.new_key()}",
    "PORTAL_AUDIT_KEY": config.new_key(),
    "PORTAL_BASE_URL": "https://portal.test",
    "PORTAL_MAIL_FROM": "portal@portal.test",
    "PORTAL_DUTY_PHONE": "+45 33 33 00 01",
    "PORTAL_DUTY_EMAIL": "duty@portal.test",
}
ONE_KEY = "a" * 42 + "A="
OTHER_KEY = "b" * 42 + "A="


def test_good_settings_are_read_and_frozen() -> None:
    settings = read_settings(GOOD)
    assert settings.base_url == "https://portal.test"
    with pytest.raises(AttributeError):
        settings.mode = "demonstration"  # type: ignore[misc]


@pytest.mark.parametrize("name", sorted(GOOD))
def test_a_missing_setting_is_named(name: str) -> None:
    with pytest.raises(ConfigError, match=name):
        read_settings({key: value for key, value in GOOD.items() if key != name})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORTAL_SEAL_KEY", "1:x"),  # unknown
        ("PORTAL_MODE", "test"),
        ("PORTAL_SEAL_KEYS", "1:short"),
        ("PORTAL_SEAL_KEYS", f"1:{ONE_KEY},2:{ONE_KEY}"),
        ("PORTAL_SEAL_KEYS", f"1:{ONE_KEY},1:{OTHER_KEY}"),
        ("PORTAL_SECRET_KEY", "short"),
        ("PORTAL_BASE_URL", "http://portal.test"),
        ("PORTAL_BASE_URL", "https://portal.test/under"),
        ("PORTAL_SMTP_URL", "http://mail"),
        ("PORTAL_OIDC_ISSUER", "https://idp.test"),
        ("PORTAL_TRUSTED_PROXIES", "many"),
        ("PORTAL_AUDIT_KEY_FILE", "/no/such/file"),
    ],
)
def test_a_wrong_setting_is_one_sentence(name: str, value: str) -> None:
    settings = {**GOOD, name: value}
    if name.endswith("_FILE"):
        del settings[name.removesuffix("_FILE")]
    with pytest.raises(ConfigError) as refused:
        read_settings(settings)
    assert name.removesuffix("_FILE") in str(refused.value) or "PORTAL_OIDC" in str(refused.value)
    assert "\n" not in str(refused.value)


def test_secrets_show_only_that_they_are_set() -> None:
    settings = read_settings(GOOD)
    shown = str(settings.masked()) + repr(settings)
    for name in ("PORTAL_SECRET_KEY", "PORTAL_SEAL_KEYS", "PORTAL_INDEX_KEYS", "PORTAL_AUDIT_KEY"):
        assert GOOD[name] not in shown
    assert settings.masked()["PORTAL_SECRET_KEY"] == "(set)"


def test_production_has_no_default_secret() -> None:
    assert Settings().secret_key == Settings().seal_keys == Settings().audit_key == ""
