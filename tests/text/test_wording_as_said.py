"""The verbs of each language as the bodies that write its guidelines use them.

The sentences are our own, their verbs those of: the rules of the association of scientific medical
societies in Germany (AWMF: A soll, B sollte, 0 kann), the French health authority (HAS) and the
French anaesthetists (SFAR), the Spanish programme of guidelines (GuíaSalud), the Italian institute
of health and oncologists (ISS, AIOM), the Dutch specialists and general practitioners (FMS, NHG),
NICE, WHO and the USPSTF. None of them may be told that this is not how a strength is said.
"""

import pytest

from guidelines.text.wording import remarks_on

S, C = "strong", "conditional"
F, A = "for", "against"
ON_VERBS = {"no-verb", "verb-strength", "verb-direction", "hedged", "no-action"}
# Said of weak and of strong ones, by different bodies.
OPEN = {"non dovrebbe"}
REAL = [
    # AWMF (Regelwerk): A soll, B sollte, 0 kann; each with its negative
    (
        "de",
        S,
        F,
        "Bei Patientinnen mit Verdacht soll eine Bildgebung durchgeführt werden.",
    ),
    ("de", S, A, "Eine Antibiotikaprophylaxe soll bei diesen Patienten nicht erfolgen."),
    ("de", C, F, "Patienten mit Schmerzen sollte eine Physiotherapie angeboten werden."),
    (
        "de",
        C,
        A,
        "Eine routinemäßige Bildgebung sollte bei Kindern ohne Warnzeichen nicht erfolgen.",
    ),
    ("de", C, F, "Bei Therapieversagen kann eine Operation erwogen werden."),
    ("de", C, A, "Bei asymptomatischen Patienten kann auf eine Bildgebung verzichtet werden."),
    (
        "de",
        S,
        F,
        "Allen Betroffenen soll das Angebot einer psychoonkologischen Beratung gemacht werden.",
    ),
    ("de", S, A, "Opioide sollen bei Kindern nicht zur Dauertherapie eingesetzt werden."),
    ("de", S, F, "Es soll eine Vorstellung in einem spezialisierten Zentrum erfolgen."),
    ("de", S, F, "Wir empfehlen bei Erwachsenen mit Sepsis die frühzeitige Gabe von Antibiotika."),
    ("de", C, F, "Wir schlagen bei Patienten im Schock die Gabe von Hydrocortison vor."),
    ("de", C, A, "Wir schlagen vor, bei diesen Patienten keine Kortikosteroide zu verwenden."),
    ("de", S, A, "Es wird empfohlen, bei Säuglingen keine Sedierung durchzuführen."),
    # HAS
    ("fr", S, F, "Il est recommandé de réaliser une échographie chez tous les nouveau-nés."),
    ("fr", S, A, "Il n’est pas recommandé de prescrire des antibiotiques chez l’enfant."),
    (
        "fr",
        S,
        A,
        "Il est recommandé de ne pas prescrire d’opioïdes en première intention chez l’adulte.",
    ),
    ("fr", C, F, "Il est possible de proposer une orthèse aux patients dont la douleur persiste."),
    ("fr", C, F, "Une corticothérapie peut être proposée aux patients en cas d’échec."),
    ("fr", C, F, "Il est suggéré d’adresser les enfants à un centre de référence."),
    ("fr", C, F, "Il est proposé de surveiller les patients tous les six mois."),
    (
        "fr",
        C,
        A,
        "Il n’est probablement pas recommandé d’administrer des corticoïdes aux patients.",
    ),
    ("fr", C, F, "Il est probablement recommandé de mesurer la lactatémie chez les patients."),
    (
        "fr",
        S,
        A,
        "Il n’y a pas lieu de réaliser une imagerie chez les patients sans signe d’alerte.",
    ),
    ("fr", S, F, "Les experts recommandent d’administrer un traitement précoce aux patients."),
    ("fr", C, F, "Les experts suggèrent d’administrer un traitement précoce aux patients."),
    # GuíaSalud
    (
        "es",
        S,
        F,
        "Se recomienda ofrecer terapia cognitivo-conductual a las personas con ansiedad.",
    ),
    ("es", C, F, "Se sugiere valorar la audición de los niños antes de la cirugía."),
    ("es", S, A, "No se recomienda el uso de antibióticos en niños con catarro."),
    ("es", S, A, "Se recomienda no utilizar opioides en pacientes con lumbalgia."),
    (
        "es",
        C,
        A,
        "Se sugiere no realizar radiografías de rutina en pacientes sin signos de alarma.",
    ),
    ("es", C, A, "Se sugiere en contra del uso de corticoides en pacientes adultos."),
    ("es", S, A, "Se recomienda en contra del uso de benzodiacepinas en personas mayores."),
    ("es", C, F, "En pacientes con mala respuesta puede considerarse la cirugía."),
    ("es", C, F, "Se podría considerar la fisioterapia en pacientes con dolor."),
    ("es", S, A, "No se debe realizar la cirugía en niños con infección activa."),
    ("es", S, F, "Los pacientes deben ser evaluados por un equipo multidisciplinar."),
    # ISS/SNLG and AIOM
    ("it", S, F, "Si raccomanda di offrire la riabilitazione ai pazienti con dolore."),
    ("it", C, F, "Si suggerisce di effettuare un’ecografia nei bambini con sospetto clinico."),
    ("it", C, F, "Il panel suggerisce di utilizzare gli antiemetici nei bambini con vomito."),
    ("it", S, A, "Si raccomanda di non prescrivere antibiotici ai bambini con raffreddore."),
    ("it", C, A, "Si suggerisce di non eseguire la radiografia di routine nei pazienti."),
    ("it", C, A, "Il panel suggerisce di non utilizzare i corticosteroidi nei pazienti adulti."),
    (
        "it",
        S,
        F,
        "Nei pazienti la terapia dovrebbe essere presa in considerazione come prima opzione.",
    ),
    (
        "it",
        C,
        F,
        "Nei pazienti la terapia può essere presa in considerazione in alternativa.",
    ),
    (
        "it",
        C,
        A,
        "Nei pazienti la terapia non dovrebbe essere presa in considerazione.",
    ),
    (
        "it",
        S,
        A,
        "Nei pazienti la terapia non deve essere presa in considerazione.",
    ),
    ("it", S, F, "È raccomandato che i pazienti siano valutati da un team multidisciplinare."),
    ("it", S, F, "Il panel raccomanda l’uso di anticoagulanti nei pazienti con trombosi."),
    ("it", S, A, "Il panel raccomanda di non usare oppioidi nei bambini."),
    # FMS, NHG
    ("nl", S, F, "Verwijs patiënten met een bedreigde visus naar een gespecialiseerd centrum."),
    ("nl", C, F, "Overweeg aanvullende diagnostiek bij patiënten met alarmsymptomen."),
    ("nl", S, A, "Geef geen antibiotica aan kinderen met een verkoudheid."),
    ("nl", S, F, "Bespreek met de patiënt de voor- en nadelen van de behandeling."),
    ("nl", C, A, "Wees terughoudend met het voorschrijven van opioïden bij ouderen."),
    ("nl", S, F, "Het wordt aanbevolen patiënten te controleren na een half jaar."),
    ("nl", S, A, "We bevelen het gebruik van voedingssupplementen bij patiënten niet aan."),
    ("nl", S, F, "Behandel kinderen met een bewezen infectie met antibiotica."),
    ("nl", S, A, "Verricht niet routinematig een scan bij patiënten met hoofdpijn."),
    (
        "nl",
        S,
        F,
        "De werkgroep adviseert om patiënten in een multidisciplinair team te bespreken.",
    ),
    ("nl", S, F, "Bij patiënten met een verhoogd risico: start met een statine."),
    ("nl", S, F, "Patiënten dienen in de eerste 24 uur ondersteund te worden."),
    ("nl", C, F, "Bij voldoende herstel kan de behandeling bij de patiënt worden afgebouwd."),
    ("nl", S, A, "Gebruik geen corticosteroïden bij patiënten met een virale infectie."),
    # NICE, SIGN, WHO, USPSTF
    ("en", S, F, "Offer pulmonary rehabilitation to people with a chronic condition."),
    ("en", C, F, "Consider a trial of treatment for people with persistent symptoms."),
    ("en", S, A, "Do not offer antibiotics to children with a common cold."),
    ("en", S, F, "Refer children with suspected hearing loss to an audiology service."),
    ("en", S, F, "For adults with sepsis, measure lactate within one hour."),
    ("en", S, F, "If symptoms persist, refer the person to a specialist."),
    ("en", C, F, "If parents ask, consider a second appointment for the child."),
    ("en", S, F, "Advise people with the condition to stay active."),
    ("en", C, A, "We suggest against using corticosteroids in children."),
    ("en", S, A, "Antibiotics should not be used routinely in children."),
    ("en", C, F, "Magnesium may be considered in patients with an arrhythmia."),
    ("en", S, F, "WHO recommends daily iron supplementation for pregnant women."),
    ("en", C, A, "The panel suggests not performing routine imaging in patients with headache."),
    ("en", S, F, "The USPSTF recommends screening for hypertension in adults."),
]


def on_verbs(language, strength, direction, wording):
    """Return the remarks on the verb of a recommendation."""
    certainty = "high" if strength == S else "low"
    fields = {"strength": strength, "direction": direction, "certainty": certainty}
    return {one.code for one in remarks_on(wording, fields, language=language)} & ON_VERBS


@pytest.mark.parametrize(("language", "strength", "direction", "wording"), REAL)
def test_a_strength_said_as_its_country_says_it_has_no_remark(
    language, strength, direction, wording
):
    assert on_verbs(language, strength, direction, wording) == set()


@pytest.mark.parametrize(("language", "strength", "direction", "wording"), REAL)
def test_the_same_words_for_the_other_strength_have_one(language, strength, direction, wording):
    other = C if strength == S else S
    expected = set() if any(words in wording for words in OPEN) else {"verb-strength"}

    assert on_verbs(language, other, direction, wording) == expected


def test_nouns_and_asides_are_no_orders():
    for wording in (
        "In children with pain, use of opioids may be reduced.",
        "If families ask for it, teams may wait in children.",
        "Patiënten met pijn, start van de klachten en koorts kunnen worden onderzocht.",
    ):
        language = "nl" if wording.startswith("Pat") else "en"
        assert on_verbs(language, C, F, wording) == set(), wording
