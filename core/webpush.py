"""What a browser's push service takes: an encrypted message, and who we are.

Knows no Django. Source: RFC 8030 (the service), RFC 8188 and 8291 (the message), RFC 8292 (VAPID).
"""

import base64
import os
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import jwt
from cryptography.exceptions import InvalidKey
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

_CURVE = ec.SECP256R1()
# The order of the curve. Source: SEC 2, 2.4.2
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_RECORD = 4096  # bytes: one record holds all we ever say
_LAST_RECORD = b"\x02"
_OVERHEAD = 103  # of a record: its header, its end and its tag
MOST_BYTES = _RECORD - _OVERHEAD
_LIFETIME_SECONDS = 12 * 3600  # of our word who we are; 24 hours are the most
_KEY_BYTES, _SECRET_BYTES = 65, 16


class BadSubscriptionError(ValueError):
    """The keys of this browser are none."""


@dataclass(frozen=True, slots=True)
class Browser:
    """Where a browser is told something, and with which keys."""

    endpoint: str
    p256dh: str
    auth: str

    def keys(self) -> tuple[ec.EllipticCurvePublicKey, bytes]:
        """The browser's public key and the secret it shares with us. Raises: BadSubscriptionError."""
        try:
            point, secret = decoded(self.p256dh), decoded(self.auth)
            if len(point) != _KEY_BYTES or len(secret) != _SECRET_BYTES:
                raise BadSubscriptionError
            return ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, point), secret
        except (ValueError, InvalidKey):
            raise BadSubscriptionError("The keys of this browser are none.") from None


def key_from_secret(secret: str) -> ec.EllipticCurvePrivateKey:
    """The key this install signs with: always the same one for the same secret."""
    derive = HKDF(algorithm=SHA256(), length=48, salt=None, info=b"cc:vapid")
    number = int.from_bytes(derive.derive(secret.encode()))
    return ec.derive_private_key(number % (_ORDER - 1) + 1, _CURVE)


def public_key(key: ec.EllipticCurvePrivateKey) -> str:
    """What a browser is given to know us by."""
    return encoded(_point(key.public_key()))


def encrypt(
    message: bytes,
    browser: Browser,
    *,
    own: ec.EllipticCurvePrivateKey | None = None,
    salt: bytes = b"",
) -> bytes:
    """Return the message as only this browser can read it, in one record.

    Args:
        own: a key and a salt for this message alone; made here, but for tests.

    Raises: BadSubscriptionError, ValueError for a message that is too long.
    """
    if len(message) > MOST_BYTES:
        raise ValueError(f"{len(message)} bytes are too long for a push message")
    theirs, secret = browser.keys()
    own, salt = own or ec.generate_private_key(_CURVE), salt or os.urandom(16)
    own_point, their_point = _point(own.public_key()), _point(theirs)
    shared = own.exchange(ec.ECDH(), theirs)
    keyed = _derived(shared, secret, b"WebPush: info\0" + their_point + own_point, 32)
    key = _derived(keyed, salt, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _derived(keyed, salt, b"Content-Encoding: nonce\0", 12)
    sealed = AESGCM(key).encrypt(nonce, message + _LAST_RECORD, None)
    size, length = _RECORD.to_bytes(4), len(own_point).to_bytes(1)
    return salt + size + length + own_point + sealed


def headers(
    endpoint: str,
    key: ec.EllipticCurvePrivateKey,
    *,
    contact: str,
    seconds_now: float,
    keep_seconds: int,
    is_urgent: bool = False,
) -> dict[str, str]:
    """What goes with the message: who we are, how long it is kept for a browser that is off."""
    parts = urlsplit(endpoint)
    claims: dict[str, Any] = {
        "aud": f"{parts.scheme}://{parts.netloc}",
        "exp": int(seconds_now) + _LIFETIME_SECONDS,
        "sub": contact,
    }
    token = jwt.encode(claims, key, algorithm="ES256")
    return {
        "Authorization": f"vapid t={token}, k={public_key(key)}",
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(max(0, keep_seconds)),
        "Urgency": "high" if is_urgent else "normal",
    }


def encoded(raw: bytes) -> str:
    """Base64 as URLs write it, without the padding."""
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def decoded(text: str) -> bytes:
    """The other way round. Raises: ValueError."""
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)


def _point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _derived(material: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=SHA256(), length=length, salt=salt, info=info).derive(material)
