"""Half a channel is no channel: the service says what is missing before it serves."""

import pytest

from oocd import config
from oocd.config import WrongSetting
from oocd.notifications import ways_out
from oocd.notifications.by_notify import Notify
from oocd.notifications.by_smtp import Smtp

SMTP = {
    "OOCD_EMAIL": "smtp",
    "OOCD_EMAIL_FROM": "oocd@service.example",
    "OOCD_SMTP_HOST": "mail.example",
    "OOCD_ADDRESS": "https://oocd.example/",
}
NOTIFY = {
    "OOCD_EMAIL": "notify",
    "OOCD_NOTIFY_KEY": "made_up",
    "OOCD_NOTIFY_TEMPLATE": "made_up",
    "OOCD_ADDRESS": "https://oocd.example",
}
PRODUCTION = {"OOCD_ENV": "production", "OOCD_SECRET_KEY": "its own long secret"}


def test_without_a_channel_nothing_leaves_the_service():
    settings = config.from_environment({})
    assert settings.email is None
    assert ways_out.chosen(settings) is None


@pytest.mark.parametrize(("said", "kind"), [(SMTP, Smtp), (NOTIFY, Notify)])
def test_a_whole_channel_is_used_in_production_too(said: dict[str, str], kind: type):
    settings = config.from_environment(said | PRODUCTION)
    assert isinstance(ways_out.chosen(settings), kind)
    assert settings.address == "https://oocd.example"
    assert (settings.email.smtp_security, settings.email.timeout) == ("starttls", 10)


@pytest.mark.parametrize("whole", [SMTP, NOTIFY], ids=["smtp", "notify"])
def test_a_channel_that_lacks_anything_is_refused_by_name(whole: dict[str, str]):
    for name in whole:
        half = {key: value for key, value in whole.items() if key != name}
        with pytest.raises(WrongSetting, match=r"OOCD_EMAIL|" + name):
            config.from_environment(half)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"OOCD_EMAIL": "pigeon"}, "Set it to smtp or notify"),
        ({"OOCD_SMTP_SECURITY": "some"}, "starttls, tls or none"),
        ({"OOCD_SMTP_PORT": "many"}, "OOCD_SMTP_PORT is 'many'"),
        ({"OOCD_EMAIL_TIMEOUT": "0"}, "Write a number above 0"),
        ({"OOCD_SMTP_USER": "oocd"}, "Only one of OOCD_SMTP_USER and OOCD_SMTP_PASSWORD"),
    ],
)
def test_a_setting_that_cannot_be_is_refused_in_words(changed: dict[str, str], words: str):
    with pytest.raises(WrongSetting, match=words):
        config.from_environment(SMTP | changed)


@pytest.mark.parametrize(
    "said",
    [
        SMTP | {"OOCD_SMTP_SECURITY": "none"},
        SMTP | {"OOCD_ADDRESS": "http://oocd.example"},
        NOTIFY | {"OOCD_NOTIFY_URL": "http://notify.example"},
    ],
)
def test_production_sends_nothing_in_the_open(said: dict[str, str]):
    assert config.from_environment(said).email
    with pytest.raises(WrongSetting, match="In production"):
        config.from_environment(said | PRODUCTION)
