from oocd.errors import BadInput


class ViewOrReason(BadInput):
    def __init__(self) -> None:
        super().__init__(
            "Record either what the victim needs and wishes, or why there is no view. Send one of the two."
        )
