"""Italian."""

from guidelines.text.wording.speech import Speech

ITALIAN = Speech(
    code="it",
    verbs={
        ("strong", "against"): (
            r"(?:raccomandiamo|si raccomanda|il panel raccomanda) (?:di non|contro|di evitare)",
            r"non (?:raccomandiamo|si raccomanda(?:no)?)", r"non (?:è|sono) raccomandat[oaie]",
            r"si sconsiglia", r"sconsigliamo",
        ),
        ("conditional", "against"): (
            r"(?:suggeriamo|proponiamo|(?:si|il panel) suggerisce) (?:di non|contro|di evitare)",
            r"non (?:suggeriamo|si suggeriscono|si suggerisce)",
        ),
        ("conditional", ""): (
            r"suggeriamo", r"proponiamo", r"si (?:suggerisce|suggeriscono|propone)",
            r"il (?:panel|gruppo|comitato) (?:suggerisce|propone)", r"(?:è|sono) suggerit[oaie]",
        ),
        ("strong", ""): (
            r"raccomandiamo(?: fortemente)?", r"si raccomanda(?:no)?",
            r"il (?:panel|gruppo|comitato) raccomanda", r"(?:è|sono) raccomandat[oaie]",
        ),
    },
    modals={
        ("strong", "against"): (
            r"non (?:deve|devono)", r"(?:è|sono) da evitare", r"mai",
        ),
        # the oncologists' society says a weak "no" with it, translations of GRADE a strong one
        ("", "against"): (r"non (?:dovrebbe|dovrebbero)",),
        ("conditional", ""): (
            r"può", r"possono", r"potrebbe", r"potrebbero", r"è possibile", r"considerare",
        ),
        ("strong", ""): (
            r"deve", r"devono", r"dovrebbe", r"dovrebbero", r"bisogna", r"è necessario",
        ),
    },
    denials=(
        r"non", r"mai", r"nessun[oa]?", r"contro", r"evit\w+", r"senza", r"sconsigli\w+",
        r"sospend\w+", r"astenersi",
    ),
    vague=(
        r"tenere (?:conto|presente)", r"prendere in considerazione", r"prestare attenzione",
        r"essere consapevoli", r"se (?:necessario|possibile|opportuno)",
        r"ove (?:possibile|opportuno)",
        r"al bisogno",
    ),
    hedged={
        r"(suggeriamo) di considerare": "suggeriamo",
        r"(raccomandiamo) di considerare": "suggeriamo",
    },
    whom=(
        r"(?:se|quando|prima|dopo|durante|fino|qualora|in caso|purché|a meno|il cui|la cui)",
        r"(?:pazient|bambin|lattant|neonat|adult|adolescent|person|donn|uomini|famigli|genitor"
        r"|malat)\w*",
    ),
    actors=(
        r"(?:clinic|medic|chirurg|infermier|équipe|team|centr|ospedal|servizi|professionist"
        r"|terapist|specialist|anestesist|radiolog|dentist|ortodontist|genetist|psicolog"
        r"|farmacist|pediatr|rete|registr|genitor|famigli|pazient)\w*",
        r"da(?:l|lla|i|gli|lle|ll)?",
    ),
    passive=(
        r"(?:sia|siano|essere|venga|vengano|è|sono|viene|vengono) \w{2,}"
        r"(?:at[oaie]|it[oaie]|ut[oaie]|ess[oaie]|es[oaie]|ett[oaie])",
    ),
    side=(r"(?:cui|se|quando|prima|dopo|finché|perché|a meno|qualora)",),
    write={
        ("strong", "for"): "Raccomandiamo",
        ("strong", "against"): "Raccomandiamo di non",
        ("conditional", "for"): "Suggeriamo",
        ("conditional", "against"): "Suggeriamo di non",
        ("conditional", "either"): "Suggeriamo l'una o l'altra opzione:",
    },
    twins=(
        ("raccomandiamo", "suggeriamo"), ("si raccomandano", "si suggeriscono"),
        ("si raccomanda", "si suggerisce"), ("raccomandato", "suggerito"),
        ("raccomandata", "suggerita"), ("devono", "possono"), ("deve", "può"),
    ),
)  # fmt: skip
