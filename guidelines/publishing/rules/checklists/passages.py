"""Which headings of a text may answer an item: a guess by words, for a person to confirm."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence

from guidelines.publishing.rules.checklists.standing import Place

MOST = 3
# Beginnings of words in headings, in English, German, French, Spanish and Italian.
STEMS: Mapping[str, tuple[str, ...]] = {
    "scope": ("scope", "geltungsbereich", "champ d", "alcance", "ambito", "purpose"),
    "objectives": ("objective", "aim", "purpose", "goal", "ziel", "objecti", "obiettiv", "but "),
    "questions": ("question", "fragestellung", "schlüsselfrage", "pregunta", "quesit", "pico"),
    "outcomes": ("outcome", "endpunkt", "critère de jugement", "desenlace", "esiti"),
    "population": ("population", "patient group", "zielgruppe", "patientengruppe", "población",
                   "popolazione", "target patient"),
    "users": ("user", "audience", "anwender", "adressat", "utilisateur", "usuari", "destinatari"),
    "settings-of-care": ("setting", "versorgungsbereich", "organisation of care", "contexte de",
                         "ámbito asist", "contesto"),
    "background": ("background", "introduction", "burden", "epidemiolog", "hintergrund",
                   "einleitung", "contexte", "antecedentes", "introduc", "introduzione"),
    "patients": ("patient", "families", "famil", "public involvement", "lived experience"),
    "group": ("group", "panel", "contributor", "authors", "participants", "leitliniengruppe",
              "mitwirk", "groupe de", "grupo", "gruppo", "working part"),
    "contact": ("contact", "correspond", "kontakt", "korrespond"),
    "abbreviations": ("abbreviation", "glossary", "abkürzung", "glossar", "abréviation",
                      "abreviatur", "abbreviaz", "terms"),
    "summary": ("summary", "at a glance", "key recommendation", "zusammenfassung", "kurzfassung",
                "résumé", "resumen", "sintesi", "riassunto"),
    "search": ("search", "suche", "recherche documentaire", "búsqueda", "ricerca", "methods",
               "methodik", "méthod", "método", "metodi"),
    "selection": ("selection", "eligib", "inclusion", "auswahl", "sélection", "selecci",
                  "selezione"),
    "certainty": ("certainty", "quality of evidence", "grading", "evidenzbewertung",
                  "qualité des preuves", "calidad", "certezza", "conclusions"),
    "evidence-limits": ("limit", "what the evidence leaves", "grenzen"),
    "balance": ("benefit", "harm", "balance", "considerations", "nutzen", "schaden", "bénéfice",
                "beneficio"),
    "formulation": ("formulation", "consensus", "methods", "methodik", "konsens", "méthod",
                    "método", "metodi", "how agreement"),
    "reviews-used": ("systematic review", "evidence review", "übersichtsarbeit",
                     "evidence report"),
    "external-review": ("external review", "peer review", "consultation", "begutachtung",
                        "konsultation", "relecture", "revisión externa", "revisione esterna"),
    "updating": ("updat", "up to date", "validity", "aktualisierung", "gültigkeit",
                 "mise à jour", "actualiza", "aggiorna"),
    "options": ("option", "management", "treatment", "therap", "behandlung", "traitement",
                "tratamiento", "trattamento"),
    "barriers": ("barrier", "facilitat", "putting it into practice", "implementation",
                 "implementierung", "umsetzung", "mise en œuvre", "implementación",
                 "implementazione", "bottleneck"),
    "tools": ("tool", "implementation", "putting it into practice", "werkzeug", "umsetzung",
              "outil", "herramienta", "strument"),
    "costs": ("cost", "resource", "kosten", "ressourcen", "coût", "coste", "recursos", "costi"),
    "monitoring": ("monitoring", "audit", "indicator", "quality measure", "qualitätsindikator",
                   "indicateur", "indicador", "indicator"),
    "funding": ("funding", "financ", "sponsor", "who paid", "förder", "finanzierung",
                "financement", "financia", "finanziament"),
    "interests": ("interest", "competing", "interessen", "conflits d", "conflicto", "conflitti"),
    "subgroups": ("subgroup", "special population", "untergruppe", "sous-groupe", "subgrupo"),
    "values": ("values", "preference", "werte", "präferenz", "préférence", "preferencia"),
    "equity": ("equity", "accessib", "gerechtigkeit", "équité", "equidad"),
    "quality": ("quality assurance", "qualitätssicherung", "assurance qualité"),
    "availability": ("availab", "access", "where to find", "related document", "verfügbar"),
    "research": ("research", "gaps", "forschung", "what is not known", "wissenslücke",
                 "lacune", "investigación"),
    "limitations": ("limitation", "strengths and limit", "limits of", "einschränkung", "limites"),
    "changes": ("what is new", "what's new", "changes", "update info", "änderung", "neuerung",
                "nouveauté", "novedad", "cambios"),
}  # fmt: skip


def fitting(headings: Sequence[Place], concepts: Iterable[str]) -> tuple[Place, ...]:
    """Return the headings that may be about one of `concepts`, the best first, at most three."""
    found: list[Place] = []
    for concept in concepts:
        stems = STEMS[concept]
        for place in headings:
            words = f" {place.words.casefold()}"
            if place not in found and any(f" {stem}" in words for stem in stems):
                found.append(place)
    return tuple(found[:MOST])


def mark_of(text: str) -> str:
    """Return a hash of the letters and digits of a passage: a comma does not change it."""
    bare = "".join(sign for sign in text.casefold() if sign.isalnum())
    return hashlib.sha256(bare.encode()).hexdigest()
