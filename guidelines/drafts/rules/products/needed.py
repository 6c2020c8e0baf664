"""Which sections a finished document of each kind has, and by which headings they are known.

The rest of a skeleton may be left out. Names are beginnings of words in the languages that the
wording is checked in; where a heading says it otherwise, the document says which section it is.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from guidelines.drafts.rules.kinds import DocumentKind
from guidelines.errors import Sentence, sentence


@dataclass(frozen=True, slots=True)
class NeededPart:
    """A section that documents of a kind need: its key, its usual heading, and its names."""

    key: str
    title: Sentence
    names: tuple[str, ...]

    def is_called(self, heading: str) -> bool:
        """Tell whether a heading names this part."""
        words = " ".join(re.findall(r"\w+", heading.casefold()))
        return any(re.search(rf"\b{re.escape(name)}", words) for name in self.names)


_SUMMARY = NeededPart(
    "summary", sentence("Summary"),
    ("summary", "key message", "key recommendation", "abstract", "zusammenfassung",
     "kernaussagen", "résumé", "synthèse", "resumen", "sintesi", "riassunto", "samenvatting"),
)  # fmt: skip
_SCOPE = NeededPart(
    "scope", sentence("Scope and purpose"),
    ("scope", "purpose", "introduction", "objective", "aim", "geltungsbereich", "ziel", "zweck",
     "einleitung", "champ", "objectif", "alcance", "objetivo", "introducción", "ambito",
     "obiettiv", "scopo", "introduzione", "doel", "inleiding", "afbakening", "reikwijdte"),
)  # fmt: skip
_METHODS = NeededPart(
    "methods", sentence("Methods"),
    ("method", "how this guideline was made", "methodi", "methode", "méthod", "método",
     "metodolog", "metodi", "werkwijze", "verantwoording"),
)  # fmt: skip
_GAPS = NeededPart(
    "gaps", sentence("Knowledge gaps"),
    ("knowledge gap", "research gap", "gaps in", "research need", "future research",
     "research recommendation", "further research", "forschungsbedarf", "forschungsfragen",
     "wissenslücken", "recherche", "lacunes", "lagunas", "investigación", "lacune", "ricerca",
     "kennislacunes", "kennishiaten", "onderzoek"),
)  # fmt: skip
_BACKGROUND = NeededPart(
    "background", sentence("Background"),
    ("background", "introduction", "rationale", "hintergrund", "einleitung", "contexte",
     "introducción", "antecedentes", "introduzione", "contesto", "achtergrond", "inleiding"),
)  # fmt: skip
_STATEMENTS = NeededPart(
    "statements", sentence("Statements"),
    ("statement", "recommendation", "aussagen", "empfehlung", "recommandation", "recomendacion",
     "declaracion", "raccomandazion", "affermazion", "aanbeveling", "uitspraken"),
)  # fmt: skip
_BASIS = NeededPart(
    "basis", sentence("What this rests on"),
    ("what this rests on", "basis", "source", "reference", "evidence", "grundlage", "quellen",
     "sources", "fuentes", "base", "fonti", "bronnen", "onderbouwing", "how this"),
)  # fmt: skip


def _part(key: str, title: Sentence, *names: str) -> NeededPart:
    return NeededPart(key, title, names)


NEEDED: Mapping[DocumentKind, tuple[NeededPart, ...]] = MappingProxyType(
    {
        DocumentKind.GUIDELINE: (_SUMMARY, _SCOPE, _METHODS, _GAPS),
        DocumentKind.CONSENSUS_STATEMENT: (_BACKGROUND, _METHODS, _STATEMENTS),
        DocumentKind.EVIDENCE_REPORT: (
            _part("questions", sentence("Questions"), "question", "frage", "pregunta", "quesit",
                  "domand", "vragen", "uitgangsvra"),
            _METHODS,
            _part("results", sentence("Results"), "result", "finding", "ergebnis", "résultat",
                  "risultat", "bevinding"),
        ),
        DocumentKind.ADAPTATION: (
            _part("original", sentence("The guideline we start from"), "the guideline we start",
                  "source guideline", "original", "ausgangsleitlinie", "quellleitlinie"),
            _part("why", sentence("Why it is adapted"), "why it", "reasons for adapt", "warum",
                  "pourquoi", "por qué", "perché", "waarom"),
            _METHODS,
        ),
        DocumentKind.STANDARD_OF_CARE: (
            _part("for-whom", sentence("Whom this standard is for"), "whom", "scope", "für wen",
                  "pour qui", "para quién", "per chi", "voor wie"),
            _part("requirements", sentence("Requirements"), "requirement", "criteria", "standard",
                  "anforderung", "exigence", "requisit", "eisen", "criteri"),
            _BASIS,
        ),
        DocumentKind.PATHWAY: (
            _part("for-whom", sentence("Whom this pathway is for"), "whom", "scope", "für wen",
                  "pour qui", "para quién", "per chi", "voor wie"),
            _part("steps", sentence("Steps"), "step", "schritt", "étape", "paso", "fasi",
                  "stappen", "the pathway"),
            _BASIS,
        ),
        DocumentKind.PROTOCOL: (
            _part("purpose", sentence("Purpose and patients"), "purpose", "scope", "zweck",
                  "indication", "objectif", "objetivo", "scopo", "doel"),
            _part("procedure", sentence("Procedure"), "procedure", "durchführung", "procédure",
                  "procedimiento", "procedura", "uitvoering", "werkwijze"),
            _BASIS,
        ),
        DocumentKind.DOS_AND_DONTS: (_BASIS,),
        DocumentKind.QUALITY_MEASURES: (
            _part("measures", sentence("Measures"), "measure", "indicator", "indikator",
                  "indicateur", "indicador", "indicator"),
            _BASIS,
        ),
        DocumentKind.SHORT_VERSION: (_BASIS,),
    }
)  # fmt: skip


def missing_parts(
    kind: DocumentKind,
    headings: Iterable[str],
    settled: Mapping[str, Any],
    sections: Collection[str],
) -> tuple[NeededPart, ...]:
    """Return the parts that a document of `kind` needs and has not, in their order.

    `settled` is what the document says of its parts (see `models.metadata`); a section named
    there counts only while it is among `sections`.
    """
    written = list(headings)
    return tuple(
        part
        for part in NEEDED.get(kind, ())
        if not any(part.is_called(heading) for heading in written)
        and not _is_settled(settled.get(part.key), sections)
    )


def _is_settled(said: object, sections: Collection[str]) -> bool:
    if not isinstance(said, Mapping):
        return False
    return bool(str(said.get("reason", "")).strip()) or said.get("section") in sections
