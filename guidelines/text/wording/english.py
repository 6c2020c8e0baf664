"""English."""

from guidelines.text.wording.speech import Speech

_WE = (
    r"(?:we|the (?:\w+ ){0,4}?(?:panel|group|committee|network|task force|guideline|society"
    r"|college|association|academy|organi[sz]ation|uspstf|authors|experts)|who|uspstf)"
)
# How NICE says it: "Offer …", at the beginning or behind a condition.
_IMPERATIVE = (
    r"(?:^\s*|(?<=[.,:;]\s))(?:offer|refer|advise|measure|give|use|start|stop|ask|assess|discuss"
    r"|explain|ensure|monitor|check|treat|perform|arrange|provide|tell|inform|review|encourage"
    r"|admit|transfer|prescribe|administer|take|carry out|record|investigate|examine|screen"
    r"|support|involve|begin|continue|obtain|seek|repeat|reduce)(?! of| for|-)"
)
ENGLISH = Speech(
    code="en",
    verbs={
        ("strong", "against"): (
            rf"{_WE} (?:strongly )?recommends? (?:against|not|that \w+ (?:should )?not)",
            rf"{_WE} do(?:es)? not recommend",
            r"(?:is|are) (?:strongly )?(?:not recommended|recommended against)",
        ),
        ("conditional", "against"): (
            rf"{_WE} (?:conditionally |weakly )?suggests? (?:against|not|that \w+ not)",
            rf"{_WE} (?:conditionally|weakly) recommends? (?:against|not)",
            rf"{_WE} do(?:es)? not suggest",
            r"(?:is|are) not suggested",
        ),
        ("conditional", ""): (
            rf"{_WE} (?:conditionally |weakly )?suggests?",
            rf"{_WE} (?:conditionally|weakly) recommends?",
            r"(?:is|are) (?:suggested|conditionally recommended)",
        ),
        ("strong", ""): (
            rf"{_WE} (?:strongly )?recommends?",
            r"(?:is|are) (?:strongly )?recommended",
            r"recommends? that",
        ),
    },
    modals={
        ("strong", "against"): (
            r"(?:should|must|shall) (?:not|never|avoid)", r"(?:should|must) be avoided",
            r"do not", r"never", r"(?:^\s*|(?<=[.,:;]\s))(?:avoid|withhold)",
        ),
        ("conditional", ""): (
            r"(?:should|could|may|might|can) (?:be considered|consider)", r"may", r"might",
            r"could", r"can", r"consider", r"is an option", r"are options?", r"it is reasonable",
        ),
        ("strong", ""): (
            r"should", r"must", r"shall", r"ought to", r"needs? to", r"(?:is|are) to be",
            r"(?:is|are) (?:preferred|required|indicated)", _IMPERATIVE,
        ),
    },
    denials=(
        r"not", r"never", r"no", r"against", r"avoid(?:ing|ed|s)?", r"without",
        r"stop(?:ping)?", r"discontinu\w+", r"withhold\w*", r"rather than", r"cannot",
    ),
    vague=(
        r"(?:be|being) (?:aware|mindful|conscious) (?:of|that)", r"keep(?:ing)? in mind",
        r"pay(?:ing)? (?:special |particular |due )?attention to", r"think(?:ing)? about",
        r"tak(?:e|ing|en) into (?:account|consideration)", r"deal(?:ing)? with",
        r"as (?:appropriate|needed|necessary|indicated)",
        r"(?:if|where|when|whenever) (?:appropriate|possible|needed|necessary|feasible)",
    ),
    hedged={
        r"(suggests?) (?:to consider|considering|that (?:\w+ )?considers?)": "suggest",
        r"(recommends?) (?:to consider|considering)": "suggest",
    },
    whom=(
        r"(?:if|when|whenever|where|unless|before|after|during|until|once|whose|who|while|whether"
        r"|prior to|at the time of|at every|at each)",
        r"(?:patient|child|grandchild|schoolchild|infant|neonate|newborn|bab(?:y|ies)|adult"
        r"|adolescent|people|person|individual|wom[ae]n|famil|parent|carer|youth|population"
        r"|recipient|survivor|participant|carrier|candidate|inpatient|outpatient)\w*",
        r"m[ae]n",
        r"(?:in|with|for|among|of) (?:\w+[ -]){0,5}(?:disease|disorder|syndrome|pain|surgery"
        r"|cleft|condition|infection|injury|cancer|symptoms?|diagnosis|pregnancy)",
    ),
    actors=(
        r"\w*(?:clinician|physician|doctor|surgeon|nurse|team|centre|center|hospital|service"
        r"|provider|professional|therapist|practitioner|specialist|anaesthetist|anesthetist"
        r"|radiologist|dentist|orthodontist|audiologist|ophthalmologist|geneticist|psychologist"
        r"|pharmacist|midwi(?:fe|ves)|paediatrician|pediatrician|laborator|network|registr"
        r"|examiner|patient|parent|famil|carer|caregiver|person|panel|department|clinic"
        r"|prescriber|contractor|researcher|author|policy ?maker|organi[sz]ation)\w*",
        r"by", r"somebody", r"someone", r"everyone",
    ),
    passive=(
        r"(?:is|are|be|being)(?: \w+ly)? (?:\w{3,}ed|given|taken|done|made|seen|shown|begun|kept"
        r"|held|left|put|sent|told|sought|chosen|drawn|known|undertaken)",
    ),
    side=(r"(?:who|whose|whom|which|unless|if|when|where|because|until|after|before|has|have|had)",),
    write={
        ("strong", "for"): "We recommend",
        ("strong", "against"): "We recommend against",
        ("conditional", "for"): "We suggest",
        ("conditional", "against"): "We suggest not",
        ("conditional", "either"): "We suggest either",
    },
    twins=(
        ("strongly recommend", "suggest"), ("recommends", "suggests"), ("recommend", "suggest"),
        ("recommended", "suggested"), ("should", "may"), ("must", "may"),
    ),
)  # fmt: skip
