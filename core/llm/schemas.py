"""Structured answers: the schema a server is asked to keep to, and what is made of its answer."""

import json
import re
from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

S = TypeVar("S", bound=BaseModel)

_FENCE = re.compile(r"\A\s*```(?:json)?\s*\n(.*?)\n?```\s*\Z", re.DOTALL | re.IGNORECASE)
_MOST_FAULTS = 12
_LONGEST_QUOTE = 6000
# What OpenAI's strict mode does not take; checked here anyway.
# Source: https://platform.openai.com/docs/guides/structured-outputs, "Supported schemas"
_NOT_STRICT = {"default", "title", "examples", "minLength", "maxLength", "format"}


def response_format(schema: type[BaseModel]) -> dict[str, Any]:
    """The request for exactly this shape, in OpenAI's strict mode."""
    shape = _strict(schema.model_json_schema())
    return {
        "type": "json_schema",
        "json_schema": {"name": schema.__name__, "strict": True, "schema": shape},
    }


def described(schema: type[BaseModel]) -> str:
    """The shape in words, for servers that only promise some JSON."""
    shape = json.dumps(schema.model_json_schema(), ensure_ascii=False)
    return f"Answer with one JSON object and nothing else. It must match this JSON Schema:\n{shape}"


def read(schema: type[S], answer: str) -> S:
    """The answer as the shape it was asked for; a code fence or words around it are forgiven.

    Raises: pydantic.ValidationError.
    """
    fenced = _FENCE.match(answer)
    text = (fenced.group(1) if fenced else answer).strip()
    if not text.startswith("{"):
        start, end = text.find("{"), text.rfind("}")
        text = text[start : end + 1] if 0 <= start < end else text
    return schema.model_validate_json(text)


def complaint(error: ValidationError) -> str:
    """What is said to a model whose answer does not fit, so that it mends it."""
    faults = "\n".join(
        f"- {'.'.join(map(str, fault['loc'])) or 'the whole answer'}: {fault['msg']}"
        for fault in error.errors(include_url=False, include_input=False)[:_MOST_FAULTS]
    )
    return (
        f"That answer cannot be read:\n{faults}\n"
        "Answer again with the corrected JSON object and nothing else."
    )


def quoted(answer: str) -> str:
    """The part of a bad answer that is shown to the model again."""
    return answer[:_LONGEST_QUOTE]


def _strict(node: Any) -> Any:
    """A schema in which every property is required and no other is allowed."""
    if isinstance(node, list):
        return [_strict(each) for each in node]
    if not isinstance(node, Mapping):
        return node
    kept = {name: _part(name, each) for name, each in node.items() if name not in _NOT_STRICT}
    if isinstance(node.get("properties"), Mapping):
        kept |= {"required": list(node["properties"]), "additionalProperties": False}
    return kept


def _part(name: str, node: Any) -> Any:
    """Below `properties` and `$defs` stand names of ours, which may be any word."""
    if name in {"properties", "$defs"}:
        return {each: _strict(below) for each, below in node.items()}
    return _strict(node)
