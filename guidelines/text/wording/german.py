"""German: recommend and suggest, or the modal verbs soll, sollte and kann."""

from guidelines.text.wording.speech import Speech

_WE = r"(?:wir|(?:das|die|unser|unsere) \w*(?:panel|gruppe|kommission|netzwerk|leitliniengruppe))"
GERMAN = Speech(
    code="de",
    verbs={
        ("strong", "against"): (
            rf"{_WE} (?:empfehlen|empfiehlt),? (?:nicht|keine?n?|gegen|von)",
            rf"{_WE} (?:raten|rät) (?:davon )?(?:dringend )?ab", r"wird abgeraten",
            r"(?:wird|werden) nicht empfohlen",
        ),
        ("conditional", "against"): (
            rf"{_WE} (?:schlagen|schlägt) vor,? (?:nicht|keine?n?|auf)",
            rf"{_WE} (?:empfehlen|empfiehlt) eher nicht",
        ),
        ("conditional", ""): (
            rf"{_WE} (?:schlagen|schlägt)(?: \w+){{0,3}}? vor", r"(?:wird|werden) vorgeschlagen",
            rf"{_WE} (?:schlagen|schlägt)",
        ),
        ("strong", ""): (
            rf"{_WE} (?:empfehlen|empfiehlt)(?: (?:dringend|stark))?",
            r"(?:wird|werden)(?: dringend)? empfohlen", r"empfehlen wir", r"ist zu empfehlen",
        ),
    },
    modals={
        ("strong", "against"): (
            r"soll(?:en)? (?:\w+ ){0,3}?(?:nicht|keine?[nrs]?)",
            r"d(?:arf|ürfen) (?:\w+ ){0,3}?(?:nicht|keine?[nrs]?)",
        ),
        ("conditional", "against"): (r"sollten? (?:\w+ ){0,3}?(?:nicht|keine?[nrs]?)",),
        ("conditional", ""): (r"sollten?", r"kann", r"können", r"könnten?"),
        ("strong", ""): (r"soll(?:en)?", r"muss", r"müssen", r"ist zu", r"sind zu"),
    },
    denials=(
        r"nicht", r"nie(?:mals)?", r"kein\w*", r"gegen", r"verzicht\w*", r"vermeid\w*",
        r"vermieden", r"ohne", r"unterlassen", r"ab(?:ge)?raten", r"unterbleiben", r"ab",
    ),
    vague=(
        r"(?:im Auge|im Blick) (?:zu )?behalten", r"(?:sich )?bewusst (?:zu )?sein",
        r"(?:zu )?berücksichtigen", r"in Betracht (?:zu )?ziehen", r"zu beachten",
        r"gegebenenfalls", r"ggf\.", r"bei Bedarf", r"wenn möglich", r"falls (?:nötig|möglich)",
        r"nach Möglichkeit", r"umgehen mit",
    ),
    hedged={r"(schlagen vor),? (?:\w+ ){0,6}?zu erwägen": "schlagen vor"},
    whom=(
        r"(?:wenn|falls|sofern|sobald|solange|bevor|nachdem|während|vor|nach|bis|ob|deren|dessen"
        r"|bei|mit|ohne)",
        r"\w*(?:patient|kind|säugling|neugeboren|baby|babys|erwachsen|jugendlich|mensch|person"
        r"|frau|männer|familie|eltern|angehörig|betroffen)\w*",
    ),
    actors=(
        r"\w*(?:ärzt|arzt|chirurg|pfleg|team|zentr|klinik|behandelnde|therapeut|fachkr|fachleut"
        r"|anästhesist|radiolog|zahn|orthodont|audiolog|genetik|psycholog|apothek|hebamme|pädiater"
        r"|netzwerk|register|praxis|praxen|eltern|familie|patient)\w*",
        r"durch", r"von",
    ),
    passive=(
        r"(?:wird|werden|ge\w+(?:t|en) werden|\w+(?:t|en) werden)",
    ),
    side=(r"(?:der|die|das|deren|dessen|denen|wenn|falls|sofern|bevor|nachdem|bis|weil"
          r"|es sei denn)",),
    write={
        ("strong", "for"): "Wir empfehlen",
        ("strong", "against"): "Wir empfehlen, nicht",
        ("conditional", "for"): "Wir schlagen vor",
        ("conditional", "against"): "Wir schlagen vor, nicht",
        ("conditional", "either"): "Wir schlagen vor, entweder",
    },
    twins=(
        ("wir empfehlen", "wir schlagen vor"), ("wird empfohlen", "wird vorgeschlagen"),
        ("werden empfohlen", "werden vorgeschlagen"), ("sollen", "sollten"), ("soll", "sollte"),
    ),
)  # fmt: skip
