import io

import pytest
from rest_framework.exceptions import ParseError

from core.parsers import Json


class TestJson:
    def read(self, body):
        return Json().parse(io.BytesIO(body))

    def test_reads_what_can_be_stored(self):
        smile = '{"name": "Zo\\u00eb \\ud83d\\ude00"}'
        assert self.read(smile.encode()) == {"name": "Zo\u00eb \U0001f600"}

    @pytest.mark.parametrize(
        "body",
        [
            b"[" * 100_000,
            b'{"a":' * 100_000,
            b'{"name": "\\ud800"}',
            b'{"\\uDFFF": 1}',
            b'[["\\ud800x"]]',
            b'{"a": NaN}',
            b"\xff",
        ],
    )
    def test_refuses_what_would_break_the_answer(self, body):
        with pytest.raises(ParseError):
            self.read(body)
