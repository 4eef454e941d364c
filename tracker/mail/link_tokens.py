"""The tokens of action links: signed, so that forged ones are told apart without a look into the database."""

import hmac
from base64 import urlsafe_b64encode
from hashlib import sha256

from itsdangerous import BadSignature, Signer


class LinkTokens:
    """Makes the same token of the same name each time, so that no token needs to be kept to be sent again."""

    def __init__(self, secret: str) -> None:
        self._key = hmac.digest(secret.encode(), b"sansang.action-link.name", "sha256")
        self._signer = Signer(secret, salt="sansang.action-link", key_derivation="hmac", digest_method=sha256)

    def make(self, name: str) -> str:
        """The token for ``name``, which must be unique for all time; nobody without the secret can derive it."""
        random = urlsafe_b64encode(hmac.digest(self._key, name.encode(), "sha256")[:24]).decode()
        return self._signer.sign(random).decode()

    def genuine(self, token: str) -> bool:
        """Whether it was made here; whether it is still good stands in the database."""
        try:
            self._signer.unsign(token)
        except BadSignature:
            return False
        return True
