"""Dutch."""

from guidelines.text.wording.speech import Speech

_WE = r"(?:wij|we|het panel|de (?:werkgroep|commissie|groep))"
# How Dutch guidelines say it: "Verwijs …", at the beginning or behind a condition.
_IMPERATIVE = (
    r"(?:^\s*|(?<=[.,:;]\s))(?:verwijs|geef|bespreek|behandel|verricht|start|gebruik|adviseer"
    r"|controleer|bepaal|meet|vraag|informeer|leg|bied|voer|staak|stop|doe|maak|zorg|evalueer"
    r"|herhaal|schrijf|kies|streef|volg|overleg|screen|onderzoek|neem|zet|verminder|laat|noteer"
    r"|plaats|betrek|stel|beoordeel|monitor|vervolg|bevorder|besteed|opereer|registreer)(?! van|-)"
)
DUTCH = Speech(
    code="nl",
    verbs={
        ("strong", "against"): (
            rf"{_WE} (?:bevelen|beveelt|raden|raadt) (?:\w+ ){{0,6}}?(?:niet|af|geen)",
            rf"{_WE} (?:adviseren|adviseert) (?:\w+ ){{0,6}}?(?:niet|geen)",
            r"(?:wordt|worden) (?:niet aanbevolen|afgeraden|ontraden)",
        ),
        ("conditional", "against"): (
            rf"{_WE} (?:stellen|stelt) voor (?:om )?(?:geen|niet)",
            r"wees terughoudend",
        ),
        ("conditional", ""): (
            rf"{_WE} (?:stellen|stelt)(?: \w+){{0,4}}? voor", rf"{_WE} (?:suggereren|suggereert)",
            r"(?:wordt|worden) voorgesteld", r"overweeg", rf"{_WE} (?:stellen|stelt)",
        ),
        ("strong", ""): (
            rf"{_WE} (?:bevelen|beveelt|raden|raadt)(?: sterk)?(?: aan)?",
            rf"{_WE} (?:adviseren|adviseert)",
            r"(?:wordt|worden)(?: sterk)? (?:aanbevolen|aangeraden|geadviseerd)",
        ),
    },
    modals={
        ("strong", "against"): (
            r"(?:moet|moeten|dient|dienen|mag|mogen) (?:\w+ ){0,3}?(?:niet|geen)",
            rf"{_IMPERATIVE} (?:\w+ )?(?:niet|geen)", r"(?:^\s*|(?<=[.,:;]\s))vermijd",
        ),
        ("conditional", ""): (
            r"kan", r"kunnen", r"zou", r"zouden", r"overwegen",
        ),
        ("strong", ""): (r"moet", r"moeten", r"dient", r"dienen", r"behoort", r"behoren",
                         _IMPERATIVE),
    },
    denials=(
        r"niet", r"nooit", r"geen", r"tegen", r"vermijd\w*", r"vermeden", r"zonder", r"af",
        r"afzien", r"ontra\w+", r"terughoudend", r"stop\w*", r"staak",
    ),
    vague=(
        r"rekening (?:te )?houden met", r"houd rekening", r"aandacht (?:te )?besteden",
        r"zich bewust", r"wees bewust", r"zo nodig", r"indien (?:nodig|mogelijk|gewenst)",
        r"waar (?:nodig|mogelijk)", r"in acht (?:te )?nemen",
    ),
    hedged={r"(stellen voor) (?:\w+ ){0,6}?te overwegen": "stellen voor"},
    whom=(
        r"(?:als|indien|wanneer|zodra|voordat|nadat|tijdens|voor|na|tot|bij|met|tenzij"
        r"|wier|van wie)",
        r"\w*(?:patiënt|kind|zuigeling|pasgeboren|baby|volwassen|jongere|mensen|persoon|personen"
        r"|vrouw|mannen|gezin|famil|ouder|naaste)\w*",
    ),
    actors=(
        r"\w*(?:arts|chirurg|verpleeg|team|centr|ziekenhuis|zorgverlener|behandelaar|therapeut"
        r"|specialist|anesthesi|radioloog|tandarts|orthodont|audioloog|genetic|psycholoog"
        r"|apotheker|kinderarts|netwerk|register|ouder|gezin|patiënt|zorgprofessional)\w*",
        r"door",
    ),
    passive=(r"(?:wordt|worden) (?:\w+ ){0,4}?(?:ge|be|ver|ont|her)\w+(?:d|t|en)",),
    side=(r"(?:die|dat|wier|als|indien|wanneer|voordat|nadat|totdat|omdat|tenzij)",),
    write={
        ("strong", "for"): "Wij bevelen aan",
        ("strong", "against"): "Wij bevelen aan om niet",
        ("conditional", "for"): "Wij stellen voor",
        ("conditional", "against"): "Wij stellen voor om niet",
        ("conditional", "either"): "Wij stellen voor om hetzij",
    },
    twins=(
        ("bevelen aan", "stellen voor"), ("aanbevolen", "voorgesteld"), ("moeten", "kunnen"),
        ("moet", "kan"),
    ),
)  # fmt: skip
