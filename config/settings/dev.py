"""One machine: what `bin/run` uses. Embedded servers, loopback, no TLS."""

from config.settings.base import *

INTERNAL_IPS = ["127.0.0.1", "::1"]
