"""French."""

from guidelines.text.wording.speech import Speech

_WE = r"(?:le|la|les) (?:\w+ ){0,3}?(?:groupe|panel|comité|experts|auteurs|société|collège)"
FRENCH = Speech(
    code="fr",
    verbs={
        ("strong", "against"): (
            r"(?:nous )?(?:recommandons|recommande) de ne (?:pas|jamais)",
            r"nous ne recommandons pas", r"il est recommandé de ne (?:pas|jamais)",
            r"n'(?:est|sont) pas recommandée?s?", r"(?:nous déconseillons|est déconseillée?)",
        ),
        ("conditional", "against"): (
            r"nous (?:suggérons|proposons) de ne pas", r"nous ne suggérons pas",
            r"n'(?:est|sont) probablement pas recommandée?s?", r"il est suggéré de ne pas",
            r"n'(?:est|sont) pas suggérée?s?",
        ),
        ("conditional", ""): (
            r"nous (?:suggérons|proposons)", r"(?:est|sont) (?:suggérée?s?|proposée?s?)",
            rf"{_WE} (?:suggèrent?|proposent?)", r"(?:est|sont) probablement recommandée?s?",
        ),
        ("strong", ""): (
            r"nous recommandons(?: fortement)?", r"(?:est|sont) (?:fortement )?recommandée?s?",
            rf"{_WE} recommandent?",
        ),
    },
    modals={
        ("strong", "against"): (
            r"ne (?:doit|doivent) (?:pas|jamais)", r"à éviter", r"il n'y a pas lieu",
        ),
        ("conditional", ""): (
            r"peut", r"peuvent", r"pourrait", r"pourraient", r"il est possible",
            r"(?:est|sont) à envisager", r"envisager",
        ),
        ("strong", ""): (r"doit", r"doivent", r"devrait", r"devraient", r"il faut", r"convient",
                         r"il y a lieu"),
    },
    denials=(
        r"ne", r"n", r"non", r"pas", r"jamais", r"contre", r"évite[rz]?", r"éviter", r"sans",
        r"aucune?", r"déconseill\w+", r"renoncer", r"s'abstenir", r"abstenir", r"arrêter",
    ),
    vague=(
        r"tenir compte", r"prendre en (?:compte|considération)", r"(?:être|rester) attentif",
        r"garder à l'esprit", r"si (?:nécessaire|besoin|possible)", r"le cas échéant",
        r"de manière appropriée", r"avoir conscience",
    ),
    hedged={r"(suggérons) d'envisager": "suggérons", r"(recommandons) d'envisager": "suggérons"},
    whom=(
        r"(?:si|quand|lorsque|lorsqu|avant|après|pendant|jusqu|dont|chez|en cas|lors|dès)",
        r"(?:patient|enfant|nourrisson|nouveau|bébé|adulte|adolescent|personne|femme|homme"
        r"|famille|parent|malade)\w*",
    ),
    actors=(
        r"(?:clinicien|médecin|chirurgien|infirmi|équipe|centre|hôpital|service|professionnel"
        r"|soignant|thérapeute|spécialiste|anesthésiste|radiologue|dentiste|orthodontiste"
        r"|généticien|psychologue|pharmacien|pédiatre|réseau|registre|parent|famille|patient)\w*",
        r"par",
    ),
    passive=(
        r"(?:soit|soient|est|sont|être)(?: \w+ment)? \w{2,}(?:ée?s?|ie?s?|ise?s?|te?s?)",
    ),
    side=(r"(?:qui|dont|que|si|quand|lorsque|lorsqu|avant|après|jusqu|parce|sauf)",),
    write={
        ("strong", "for"): "Nous recommandons",
        ("strong", "against"): "Nous recommandons de ne pas",
        ("conditional", "for"): "Nous suggérons",
        ("conditional", "against"): "Nous suggérons de ne pas",
        ("conditional", "either"): "Nous suggérons soit",
    },
    twins=(
        ("recommandons", "suggérons"), ("recommandées", "suggérées"),
        ("recommandée", "suggérée"), ("recommandés", "suggérés"), ("recommandé", "suggéré"),
        ("doivent", "peuvent"), ("doit", "peut"),
    ),
)  # fmt: skip
