"""Why a file is not taken."""


class Refusal(Exception):
    """A file that cannot be kept; `code` is the refusal's code in the house."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
