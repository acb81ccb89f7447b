"""The message of RFC 8291, and who signs it."""

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from core import webpush

# RFC 8291, section 5 and appendix A.
PLAIN = b"When I grow up, I want to be a watermelon"
OWN = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
OWN_PUBLIC = (
    "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8"
)
THEIRS = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
AUTH = "BTBZMqHH6r4Tts7J_aSIgg"
SALT = "DGv6ra1nlYgDCS1FRnbzlw"
SEALED = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6Tlz"
    "AC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)
BROWSER = webpush.Browser("https://push.example.net:8443/abc", THEIRS, AUTH)


def own_key():
    number = int.from_bytes(webpush.decoded(OWN))
    return ec.derive_private_key(number, ec.SECP256R1())


class TestEncrypt:
    def test_is_the_example_of_the_rfc(self):
        sealed = webpush.encrypt(PLAIN, BROWSER, own=own_key(), salt=webpush.decoded(SALT))
        assert webpush.encoded(sealed) == SEALED
        assert webpush.public_key(own_key()) == OWN_PUBLIC

    def test_is_another_one_each_time(self):
        assert webpush.encrypt(PLAIN, BROWSER) != webpush.encrypt(PLAIN, BROWSER)

    def test_fits_into_one_record(self):
        assert len(webpush.encrypt(b"x" * webpush.MOST_BYTES, BROWSER)) <= 4096
        with pytest.raises(ValueError, match="too long"):
            webpush.encrypt(b"x" * (webpush.MOST_BYTES + 1), BROWSER)

    @pytest.mark.parametrize(
        ("p256dh", "auth"),
        [("", AUTH), (THEIRS, "short"), (THEIRS[:-4] + "AAAA", AUTH), ("?" * 87, AUTH)],
    )
    def test_refuses_keys_that_are_none(self, p256dh, auth):
        with pytest.raises(webpush.BadSubscriptionError):
            webpush.encrypt(PLAIN, webpush.Browser("https://push.example.net/", p256dh, auth))


class TestHeaders:
    def test_say_who_we_are_in_a_way_the_service_can_check(self):
        key = webpush.key_from_secret("a secret")
        found = webpush.headers(
            BROWSER.endpoint, key, contact="mailto:a@example.org", seconds_now=1e9, keep_seconds=60
        )
        token = found["Authorization"].removeprefix("vapid t=").partition(",")[0]
        claims = jwt.decode(
            token, key.public_key(), algorithms=["ES256"], options={"verify_exp": False,
            "verify_aud": False},
        )  # fmt: skip
        assert claims == {
            "aud": "https://push.example.net:8443",
            "exp": 1_000_043_200,
            "sub": "mailto:a@example.org",
        }
        assert found["TTL"] == "60"

    def test_the_key_hangs_on_the_secret_alone(self):
        first, again, other = map(webpush.key_from_secret, ("one", "one", "two"))
        assert webpush.public_key(first) == webpush.public_key(again) != webpush.public_key(other)
