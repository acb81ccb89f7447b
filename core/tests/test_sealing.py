import pytest

from core.sealing import UnsealError, seal, unseal


class TestSeal:
    def test_hides_a_text_that_the_same_use_opens(self):
        sealed = seal("Żółć " * 50, use="sent")
        assert "Ż" not in sealed
        assert unseal(sealed, use="sent") == "Żółć " * 50

    def test_is_opened_by_no_other_use(self):
        with pytest.raises(UnsealError):
            unseal(seal("x", use="sent"), use="key")

    def test_is_opened_after_the_secret_changed(self, settings):
        sealed, former = seal("x", use="sent"), settings.SECRET_KEY
        settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", [former]
        assert unseal(sealed, use="sent") == "x"
        settings.SECRET_KEY_FALLBACKS = []
        with pytest.raises(UnsealError):
            unseal(sealed, use="sent")
