"""The local matching engine: values in, frozen dataclasses out; no Django, no clock, no network."""
