"""The first line of a recommendation: its grading in the words of a language, and its texts."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from guidelines.text.blocks import Block, Kind, opening
from guidelines.text.recommendations import GRADED, is_recommendation

WORDED = ("population", "intervention", "comparator", "conditions")
_CODES = (
    "strong", "conditional", "against", "either", "good-practice", "consensus-based",
    "research-only", "high", "moderate", "low", "very-low",
)  # fmt: skip
# Strong, conditional, against, either option, good practice, consensus-based, only in research,
# then the certainty of the evidence: high, moderate, low, very low.
_WORDS: Mapping[str, Sequence[str]] = MappingProxyType({
    "en": (
        "Strong recommendation", "Conditional recommendation", "against", "either option",
        "Good practice statement", "Consensus-based", "Only in research", "High certainty",
        "Moderate certainty", "Low certainty", "Very low certainty",
    ),
    "de": (
        "Starke Empfehlung", "Bedingte Empfehlung", "dagegen", "beides möglich",
        "Gute klinische Praxis", "Konsensbasiert", "Nur in Studien", "Hohe Evidenzsicherheit",
        "Moderate Evidenzsicherheit", "Niedrige Evidenzsicherheit",
        "Sehr niedrige Evidenzsicherheit",
    ),
    "fr": (
        "Recommandation forte", "Recommandation conditionnelle", "contre",
        "l’une ou l’autre option", "Bonne pratique", "Fondée sur un consensus",
        "Seulement en recherche", "Certitude élevée", "Certitude modérée", "Certitude faible",
        "Certitude très faible",
    ),
    "es": (
        "Recomendación fuerte", "Recomendación condicional", "en contra", "cualquiera de ambas",
        "Buena práctica", "Basada en consenso", "Solo en investigación", "Certeza alta",
        "Certeza moderada", "Certeza baja", "Certeza muy baja",
    ),
    "it": (
        "Raccomandazione forte", "Raccomandazione condizionata", "contro",
        "entrambe le opzioni", "Buona pratica clinica", "Basata sul consenso",
        "Solo nella ricerca", "Certezza alta", "Certezza moderata", "Certezza bassa",
        "Certezza molto bassa",
    ),
    "nl": (
        "Sterke aanbeveling", "Voorwaardelijke aanbeveling", "tegen", "beide opties",
        "Goede klinische praktijk", "Gebaseerd op consensus", "Alleen in onderzoek",
        "Hoge zekerheid", "Redelijke zekerheid", "Lage zekerheid", "Zeer lage zekerheid",
    ),
    "pl": (
        "Zalecenie silne", "Zalecenie warunkowe", "przeciw", "każda z opcji",
        "Dobra praktyka kliniczna", "Oparte na konsensusie", "Tylko w badaniach",
        "Wysoka pewność", "Umiarkowana pewność", "Niska pewność", "Bardzo niska pewność",
    ),
    "pt": (
        "Recomendação forte", "Recomendação condicional", "contra", "qualquer das opções",
        "Boa prática clínica", "Baseada em consenso", "Apenas em investigação",
        "Certeza alta", "Certeza moderada", "Certeza baixa", "Certeza muito baixa",
    ),
    "sv": (
        "Stark rekommendation", "Villkorad rekommendation", "emot", "endera alternativet",
        "God klinisk praxis", "Konsensusbaserad", "Endast inom forskning",
        "Hög tillförlitlighet", "Måttlig tillförlitlighet", "Låg tillförlitlighet",
        "Mycket låg tillförlitlighet",
    ),
    "da": (
        "Stærk anbefaling", "Betinget anbefaling", "imod", "begge muligheder",
        "God klinisk praksis", "Konsensusbaseret", "Kun i forskning", "Høj tiltro",
        "Moderat tiltro", "Lav tiltro", "Meget lav tiltro",
    ),
    "nb": (
        "Sterk anbefaling", "Betinget anbefaling", "mot", "begge alternativer",
        "God klinisk praksis", "Konsensusbasert", "Bare i forskning", "Høy tillit",
        "Moderat tillit", "Lav tillit", "Svært lav tillit",
    ),
    "fi": (
        "Vahva suositus", "Ehdollinen suositus", "vastaan", "kumpi tahansa vaihtoehto",
        "Hyvä kliininen käytäntö", "Konsensukseen perustuva", "Vain tutkimuksessa",
        "Korkea varmuus", "Kohtalainen varmuus", "Matala varmuus", "Hyvin matala varmuus",
    ),
})  # fmt: skip


def call_in(language: str, graded: Mapping[str, str]) -> str:
    """Return strength, direction, type and certainty in the words of a language.

    A language without words of its own gets the English ones.
    """
    known = _WORDS.get(language.lower().partition("-")[0], _WORDS["en"])
    words = dict(zip(_CODES, known, strict=True))
    type_, strength = graded.get("type", ""), graded.get("strength", "")
    direction = graded.get("direction", "")
    parts = []
    if type_ == "good-practice":
        parts.append(words["good-practice"])
    elif strength:
        call = words.get(strength, strength)
        parts.append(f"{call}, {words[direction]}" if direction in ("against", "either") else call)
    if type_ in ("consensus-based", "research-only"):
        parts.append(words[type_])
    if certainty := graded.get("certainty", ""):
        parts.append(words.get(certainty, certainty))
    return " · ".join(parts)


def grades(block: Block) -> dict[str, str] | None:
    """Return type, strength, direction and certainty of a recommendation's first line.

    None for a block that begins no recommendation.
    """
    return _attributes(block, tuple(GRADED))


def short_texts(block: Block) -> dict[str, str]:
    """Return the short fields of a recommendation's first line that are words to translate."""
    found = _attributes(block, WORDED) or {}
    return {name: value for name, value in found.items() if value}


def identifier(block: Block) -> str:
    """Return the id of the recommendation that a block begins, or an empty string."""
    div = opening(block.text) if block.kind is Kind.OPEN else None
    if div is None or not is_recommendation(div) or div.attributes is None:
        return ""
    return div.attributes.identifier


def _attributes(block: Block, names: tuple[str, ...]) -> dict[str, str] | None:
    div = opening(block.text) if block.kind is Kind.OPEN else None
    if div is None or not is_recommendation(div):
        return None
    pairs = dict(reversed(div.attributes.pairs)) if div.attributes else {}
    return {name: pairs.get(name, "") for name in names}
