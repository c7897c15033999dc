"""Numbers in addresses, as many digits as a revision can have: Python refuses to read very long ones."""

from __future__ import annotations

from starlette.convertors import Convertor, register_url_convertor


class _Ordinal(Convertor[int]):
    regex = "[0-9]{1,9}"

    def convert(self, value: str) -> int:
        return int(value)

    def to_string(self, value: int) -> str:
        return str(value)


register_url_convertor("ordinal", _Ordinal())
