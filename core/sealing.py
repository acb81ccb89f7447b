"""Texts that lie encrypted in a table: what was sent to a model, keys that people bring.

The key is made from SECRET_KEY; former ones (SECRET_KEY_FALLBACKS) still open what they sealed.
"""

import base64
import zlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


class UnsealError(Exception):
    """This was sealed with a key that is gone."""


def seal(text: str, *, use: str) -> str:
    """Return the text encrypted; only the same `use` opens it."""
    return _box(use).encrypt(zlib.compress(text.encode())).decode()


def unseal(sealed: str, *, use: str) -> str:
    """Return the text. Raises: UnsealError."""
    try:
        return zlib.decompress(_box(use).decrypt(sealed.encode())).decode()
    except InvalidToken:
        raise UnsealError from None


def _box(use: str) -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_derived(str(key), use)) for key in keys])


def _derived(key: str, use: str) -> bytes:
    """Source: RFC 5869; the secret has entropy enough to need no slow function."""
    derive = HKDF(algorithm=SHA256(), length=32, salt=None, info=f"cc:{use}".encode())
    return base64.urlsafe_b64encode(derive.derive(key.encode()))
