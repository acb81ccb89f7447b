"""What matching tells whoever stands above it."""

from django.dispatch import Signal

#: Inside the transaction: a person said something of a posting, or took it back (verdict "").
#: kwargs: user_id, posting_id (UUIDs as str), verdict (a value of MatchVerdict.Verdict or "").
verdict_recorded = Signal()
