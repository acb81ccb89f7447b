"""Which recurring question a form asks, told by how it is worded. Pure; eight languages."""

from applications.answering.matching import ENOUGH, Guess, guess_topic, likeness, nearest

__all__ = ["ENOUGH", "Guess", "guess_topic", "likeness", "nearest"]
