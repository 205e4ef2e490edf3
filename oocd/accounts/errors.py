from datetime import date

from oocd.errors import BadInput, NotSignedIn


class WrongPassword(NotSignedIn):
    """The same words whether the address or the password is wrong, so that neither can be guessed at."""

    def __init__(self) -> None:
        super().__init__("The e-mail address or the password is wrong. Check both and try again.")


class WrongToken(NotSignedIn):
    def __init__(self) -> None:
        super().__init__("This token is unknown or past its date. Ask an administrator for a new one.")


class UnknownPerson(BadInput):
    def __init__(self, email: str) -> None:
        super().__init__(f"Nobody has the e-mail address {email}. Check it, or create the account first.")


class AlreadyThere(BadInput):
    def __init__(self, email: str) -> None:
        super().__init__(f"Somebody already has the e-mail address {email}. Add a membership to that account.")


class PlaceTaken(BadInput):
    def __init__(self, area: str) -> None:
        super().__init__(f"This person has a place in {area} already. End it before giving another.")


class UnknownRole(BadInput):
    def __init__(self, role: str, known: list[str]) -> None:
        super().__init__(f"There is no role called {role}. Use one of: {', '.join(known)}.")


class PasswordTooShort(BadInput):
    def __init__(self, minimum: int) -> None:
        super().__init__(f"Use a password of at least {minimum} characters.")


class NoPlaceThere(BadInput):
    def __init__(self, area: str) -> None:
        super().__init__(f"This person has no place in {area} today, so there is none to end.")


class EndsBeforeItBegan(BadInput):
    def __init__(self, began: date) -> None:
        super().__init__(f"Their place there began on {began}. Give that day or a later one as their last.")
