from oocd.errors import Conflict


class RunsAlready(Conflict):
    def __init__(self, name: str) -> None:
        super().__init__(f"{name} is running now. Wait until `flask jobs list` says that it has finished.")
