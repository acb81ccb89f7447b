"""What accounts tells whoever stands above it.

`guest_kept` is sent once the transaction has committed. The other two are sent inside it, because
what hangs on a person must follow or go in the same moment: a receiver works on its own rows only
and leaves anything outside the database to `transaction.on_commit`.
"""

from django.dispatch import Signal

#: A guest became a registered person, under the same key. kwargs: user_id (UUID as str).
guest_kept = Signal()

#: Inside the transaction: a guest signed in to an account they had; re-own the guest's rows now,
#: what is left is erased. kwargs: guest_id, user_id (UUIDs as str).
guest_joining = Signal()

#: Inside the transaction, before the rows go: remember what lies outside the database and remove
#: it on commit. kwargs: user_id (UUID as str).
person_erasing = Signal()
