"""What a signature and an edition are bound to: canonical JSON and its SHA-256."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

SCHEMA = "sign-off/1"


def canonical(value: object) -> str:
    """Return `value` as JSON in one fixed form: sorted keys, no spaces, Unicode as it is."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def sha256_of(value: object) -> str:
    """Return the SHA-256 of the canonical JSON of `value`, 64 hex digits."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()


def signoff_manifest(
    *,
    title: str,
    kind: str,
    language: str,
    sections: Sequence[tuple[int, str]],
    bibliography: Sequence[Mapping[str, Any]],
    assets: Mapping[str, str],
    evidence: Mapping[str, Any],
    about: Mapping[str, Any] | None = None,
    indicators: Sequence[Mapping[str, Any]] = (),
) -> dict[str, Any]:
    """Return what an approver signs, as plain values; its `sha256_of` is the sign-off hash.

    `sections` are pairs of heading level and text hash in order, `bibliography` the cited
    CSL-JSON items, `assets` the hashes of attachments by name, `evidence` the profiles by
    recommendation, `about` what the document says about itself, `indicators` how it is measured,
    each where there is anything.
    Results, interests and signatures are left out: they would make a circle.
    """
    return {
        "schema": SCHEMA,
        "metadata": {"title": title, "kind": kind, "language": language, **(about or {})},
        "sections": [[depth, sha256] for depth, sha256 in sections],
        "bibliography": sha256_of(sorted(bibliography, key=lambda item: str(item.get("id")))),
        "assets": dict(sorted(assets.items())),
        "evidence": sha256_of(evidence),
        **({"indicators": sha256_of(indicators)} if indicators else {}),
    }
