"""Spanish."""

from guidelines.text.wording.speech import Speech

SPANISH = Speech(
    code="es",
    verbs={
        ("strong", "against"): (
            r"(?:recomendamos|se recomienda) (?:no|en contra|evitar)",
            r"no (?:recomendamos|se recomiendan?)", r"se desaconseja",
        ),
        ("conditional", "against"): (
            r"(?:sugerimos|proponemos|se sugiere) (?:no|en contra|evitar)",
            r"no (?:sugerimos|se sugieren?)",
        ),
        ("conditional", ""): (
            r"sugerimos", r"proponemos", r"se (?:sugieren?|proponen?)",
            r"el (?:panel|grupo|comité) (?:sugiere|propone)",
        ),
        ("strong", ""): (
            r"recomendamos(?: firmemente)?", r"se recomiendan?",
            r"el (?:panel|grupo|comité) recomienda", r"(?:es|está|están) recomendad[oa]s?",
        ),
    },
    modals={
        ("strong", "against"): (r"no (?:deben?|debería|deberían)", r"nunca"),
        ("conditional", ""): (
            r"puede", r"pueden", r"podría", r"podrían", r"considerar", r"es posible",
        ),
        ("strong", ""): (r"debe", r"deben", r"debería", r"deberían", r"hay que", r"es necesario"),
    },
    denials=(
        r"no", r"nunca", r"ningun[oa]?", r"ningún", r"contra", r"evit\w+", r"sin",
        r"desaconsej\w+", r"suspend\w+", r"abstenerse",
    ),
    vague=(
        r"tener en cuenta", r"tomar en consideración", r"prestar (?:especial )?atención",
        r"ser consciente", r"si (?:es necesario|procede|es posible)",
        r"cuando (?:proceda|sea posible)",
        r"según proceda", r"según sea necesario",
    ),
    hedged={r"(sugerimos) considerar": "sugerimos", r"(recomendamos) considerar": "sugerimos"},
    whom=(
        r"(?:si|cuando|antes|después|tras|durante|hasta|cuy[oa]s?|en caso|siempre que|a menos)",
        r"(?:paciente|niñ[oa]|lactante|recién|neonato|bebé|adult|adolescente|persona|mujer|hombre"
        r"|familia|padres|madres|cuidador|enferm)\w*",
    ),
    actors=(
        r"(?:clínic|médic|cirujan|enfermer|equipo|centro|hospital|servicio|profesional|terapeuta"
        r"|especialista|anestes|radiólog|dentista|odontólog|ortodoncista|genetista|psicólog"
        r"|farmacéut|pediatra|red|registro|padres|familia|paciente)\w*",
        r"por",
    ),
    passive=(
        r"(?:sean?|ser|es|son|está|están) \w{2,}(?:ad[oa]s?|id[oa]s?|ech[oa]s?|it[oa]s?)",
    ),
    side=(r"(?:cuy[oa]s?|si|cuando|antes|después|hasta|porque|a menos|quien(?:es)?)",),
    write={
        ("strong", "for"): "Recomendamos",
        ("strong", "against"): "Recomendamos no",
        ("conditional", "for"): "Sugerimos",
        ("conditional", "against"): "Sugerimos no",
        ("conditional", "either"): "Sugerimos cualquiera de las opciones:",
    },
    twins=(
        ("recomendamos", "sugerimos"), ("se recomiendan", "se sugieren"),
        ("se recomienda", "se sugiere"), ("deben", "pueden"), ("debe", "puede"),
    ),
)  # fmt: skip
