"""E-mail by GOV.UK Notify. One template of the service there has the fields subject, body and link, and no others."""

from collections.abc import Callable
from typing import TypeVar

from notifications_python_client.errors import APIError, HTTPError
from notifications_python_client.notifications import NotificationsAPIClient
from requests.exceptions import ConnectTimeout

from oocd.config import EmailSettings
from oocd.notifications.channels import Message, NotSent, OutOfReach, PerhapsSent, Refused

Answer = TypeVar("Answer")
# Our key, our limits or our clock is at fault, not the message.
OF_OURS = {401, 403, 429}


class Notify:
    def __init__(self, settings: EmailSettings) -> None:
        self._settings = settings

    def send(self, message: Message) -> None:
        """Raises Refused, TryLater, OutOfReach or PerhapsSent."""
        self._ask(
            lambda notify: notify.send_email_notification(
                email_address=message.to,
                template_id=self._settings.notify_template,
                personalisation={"subject": message.subject, "body": message.body, "link": message.link},
                reference=str(message.reference),
            )
        )

    def has_received(self, message: Message) -> bool:
        """Whether Notify knows of a message with this reference. Raises PerhapsSent while it does not answer."""
        try:
            known = self._ask(lambda notify: notify.get_all_notifications(reference=str(message.reference)))
        except NotSent as error:
            raise PerhapsSent(error.code) from None
        return bool(known["notifications"])

    def _ask(self, question: Callable[[NotificationsAPIClient], Answer]) -> Answer:
        settings = self._settings
        notify = NotificationsAPIClient(settings.notify_key, base_url=settings.notify_url, timeout=settings.timeout)
        try:
            return question(notify)
        except HTTPError as error:
            raise _not_sent(error) from None
        except APIError:
            raise PerhapsSent("notify-no-answer") from None  # an answer, but none that can be read
        finally:
            notify.request_session.close()


def _not_sent(error: HTTPError) -> NotSent:
    if error.response is None:
        never_there = isinstance(error.__cause__, ConnectTimeout)
        return OutOfReach("notify-no-connection") if never_there else PerhapsSent("notify-no-answer")
    code = f"notify-{error.status_code}"
    if error.status_code in OF_OURS:
        return OutOfReach(code)
    return Refused(code) if error.status_code < 500 else PerhapsSent(code)
