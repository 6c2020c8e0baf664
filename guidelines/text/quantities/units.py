"""The units of clinical texts, and the words for them in the languages of the texts."""

import re

# What a patient gets: notation that is misread here has killed people.
MASS = ("kg", "g", "mg", "µg", "μg", "ug", "mcg", "ng", "pg")
VOLUME = ("L", "l", "dL", "dl", "cL", "cl", "mL", "ml", "µL", "µl", "μL", "μl", "cc")
ACTIVITY = (
    "IU", "I.U.", "IE", "I.E.", "UI", "U.I.", "MU", "mIU", "U", "u", "MBq", "GBq", "kBq", "Bq",
    "mCi", "Gy", "mGy", "Sv", "mSv",
)  # fmt: skip
AMOUNT = (
    "mol", "mmol", "µmol", "μmol", "umol", "nmol", "pmol", "fmol", "mEq", "mval", "mosmol",
    "mOsmol", "mOsm", "mosm",
)  # fmt: skip
MEASURED = (
    "mmHg", "cmH2O", "cmH₂O", "kPa", "hPa", "Pa", "bar", "mbar", "cm", "mm", "µm", "μm", "nm",
    "m", "km", "m2", "m²", "cm2", "cm²", "cm3", "cm³", "mm3", "mm³", "kcal", "kJ", "MJ", "°C",
    "°F", "Hz", "kHz", "MHz", "dB", "W", "kW", "J", "V", "mV", "mA", "bpm", "rpm", "Da", "kDa",
    "Ch", "Fr", "dpt",
)  # fmt: skip
SHORT_TIME = ("h", "min", "s", "sec", "ms", "d", "wk", "mo", "yr", "yrs", "Std.", "Min.", "Sek.")
SHARE = ("%", "‰", "ppm")

# English, German, French, Spanish, Italian, Dutch
TIME_WORDS = (
    r"seconds?|minutes?|hours?|days?|weeks?|months?|years?",
    r"Sekunden?|Minuten?|Stunden?|Tage?[ns]?|Wochen?|Monat(?:en?|s)?|Jahr(?:en?|s)?",
    r"secondes?|minutes?|heures?|jours?|semaines?|mois|ans?|années?",
    r"segundos?|minutos?|horas?|días?|semanas?|mes(?:es)?|años?",
    r"second[oi]|minut[oi]|or[ae]|giorn[oi]|settiman[ae]|mes[ei]|ann[oi]",
    r"seconden?|minu(?:ut|ten)|u(?:ur|ren)|dag(?:en)?|we(?:ek|ken)|maand(?:en)?|ja(?:ar|ren)",
)
AMOUNT_WORDS = (
    r"(?:micro|milli|kilo)?grams?|micrograms?|milligrams?|(?:milli|micro)?lit(?:er|re)s?|"
    r"(?:international )?units?|tablets?|capsules?|drops?|puffs?|ampoules?|vials?|doses?|"
    r"per ?cent",
    r"(?:Mikro|Milli|Kilo)?gramm|(?:Milli|Mikro)?litern?|(?:Internationale )?Einheiten?|"
    r"Tabletten?|Kapseln?|Tropfen|Hübe?|Ampullen?|Dosen|Prozent",
    r"(?:micro|milli|kilo)?grammes?|(?:milli|micro)?litres?|unités?(?: internationales)?|"
    r"comprimés?|gélules?|gouttes?|bouffées?|ampoules?|doses?|pour ?cent",
    r"(?:micro|mili|kilo)?gramos?|(?:mili|micro)?litros?|unidades?(?: internacionales)?|"
    r"comprimidos?|cápsulas?|gotas?|ampollas?|dosis|por ?ciento",
    r"(?:micro|milli|chilo)?gramm[oi]|(?:milli|micro)?litr[oi]|unità(?: internazionali)?|"
    r"compress[ae]|capsul[ae]|gocc[ei]a?|fial[ae]|dos[ei]|per ?cento",
    r"(?:micro|milli|kilo)?gram|(?:milli|micro)?liter|(?:internationale )?eenheden|eenheid|"
    r"tablet(?:ten)?|capsules?|druppels?|ampullen?|doses|procent",
)
# Numbers that are written out, from one
NUMBER_WORDS = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|eighteen|twenty|"
    "thirty|forty|fifty|sixty",
    "eine?[rnm]?|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|fünfzehn|zwanzig|"
    "dreißig|vierzig|fünfzig|sechzig",
    "une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|quinze|vingt|trente|quarante",
    "una?|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|quince|veinte|treinta",
    "uno|due|tre|quattro|cinque|sei|sette|otto|nove|dieci|dodici|quindici|venti|trenta",
    "een|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|vijftien|twintig|dertig",
)
# What a dose is given for or in: "per kilogram of body weight and day"
PER_WORDS = (
    r"per|a|an|each|every|pro|je|par|por|al|alla|a la|cada|il|l['’]|op de|elke",
    r"body ?weight|birth ?weight|Körpergewicht|KG|poids(?: corporel)?|"
    r"peso(?: corporal| corporeo)?|lichaamsgewicht|dose|Dosis|dosi",
)


def _any(words: tuple[str, ...]) -> str:
    return "|".join(re.escape(one) for one in sorted(words, key=len, reverse=True))


SIGNS = _any((*MASS, *VOLUME, *ACTIVITY, *AMOUNT, *MEASURED, *SHORT_TIME, *SHARE))
GIVEN = frozenset((*MASS, *VOLUME, *ACTIVITY, *AMOUNT))
TIMES = "|".join(TIME_WORDS)
WORDS = "|".join(NUMBER_WORDS)
AMOUNTS = "|".join(AMOUNT_WORDS)
POWER = r"(?:[-−⁻]?[1-3¹²³])?"
# A unit: a sign that ends where the letters end, or a word in whatever case
UNIT = (
    rf"(?:(?:{SIGNS}){POWER}(?![\w’'])|(?i:{AMOUNTS}|{TIMES})(?!\w)"
    r"|(?i:monat|jähr|wöch|täg|stünd|minüt)ige?[mnrs]?(?!\w))"
)
PER = rf"(?:\s?[/·⋅*]\s?|\s(?i:{PER_WORDS[0]})\s|[\s\u00a0](?=(?:{SIGNS})[-−⁻][1-3¹²³]))"
OF = rf"(?:(?i:{PER_WORDS[1]})(?!\w))"
# mg, mg/kg/day, mg per 2 hours, mL · kg⁻¹ · h⁻¹, 10⁹/L
# j, g, T: day in French, Italian, German, only behind a stroke
DAY = r"[jJgTd](?!\w)"
COMPOUND = rf"{UNIT}(?:{PER}(?:\d+\s?)?(?:{UNIT}|{OF}|{DAY})|\s(?:KG|Körpergewicht)(?!\w))*"
