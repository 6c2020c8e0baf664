"""What the pages of consensus send: definitions, rounds, answers, comments."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, IntegerField, StringField, TextAreaField
from wtforms.validators import Optional

from guidelines.consensus.rules.definition import read_limit
from guidelines.consensus.rules.entry import Profile
from guidelines.consensus.rules.plan import Invite, Plan, PlannedMethod, RoundKind, Settled
from guidelines.errors import Invalid, sentence


class ProcessForm(FlaskForm):  # type: ignore[misc]
    """A process: its title and what panel members read first."""

    title = StringField(_l("Title"))
    information = TextAreaField(_l("Information for panel members"))
    method = StringField(_l("Method"))

    def chosen_method(self) -> PlannedMethod:
        """Return the method; the usual one where none was chosen."""
        try:
            return PlannedMethod(self.method.data or PlannedMethod.MODIFIED_DELPHI)
        except ValueError:
            raise Invalid({"method": sentence("Choose one of the methods.")}) from None


class RoundForm(FlaskForm):  # type: ignore[misc]
    """A round: what it is for and until when."""

    title = StringField(_l("Title"))
    purpose = TextAreaField(_l("What this round is for"))
    opens_on = DateField(_l("Opens on the morning of"), [Optional()])
    closes_on = DateField(_l("Closes at the end of"), [Optional()])
    kind = StringField(_l("How it is held"))
    by_hands = StringField(_l("How the room votes"))

    def chosen_kind(self) -> RoundKind | None:
        """Return how the round is held; None where the plan says it."""
        try:
            return RoundKind(self.kind.data) if self.kind.data else None
        except ValueError:
            raise Invalid({"kind": sentence("Choose how the round is held.")}) from None


class ReasonForm(FlaskForm):  # type: ignore[misc]
    """A reason for what cannot be undone."""

    reason = TextAreaField(_l("Reason"))


class ModerationForm(FlaskForm):  # type: ignore[misc]
    """What a moderator decides about a comment."""

    text = TextAreaField(_l("What the panel reads"))
    stance = StringField(_l("What it is about"))
    decision = StringField(_l("Decision"))


class MinorityForm(FlaskForm):  # type: ignore[misc]
    """A statement of those who disagree."""

    key = StringField(_l("Statement"))
    text = TextAreaField(_l("What should be printed"))
    signed = StringField(_l("Signed"))


class MinorityAnswerForm(FlaskForm):  # type: ignore[misc]
    """What the working group answers to a minority statement."""

    answer = TextAreaField(_l("Answer of the working group"))


class PlanForm(FlaskForm):  # type: ignore[misc]
    """The plan: how the panel is asked."""

    method = StringField(_l("Method"))
    invite = StringField(_l("Asked from the second round on"))
    settled = StringField(_l("Settled statements"))
    reopen_by = IntegerField(_l("Panel members who can reopen"), [Optional()])
    office_votes = StringField(_l("Chair and facilitator rate"))
    names_to_facilitator = StringField(_l("Names of those who have not come"))
    quorum = StringField(_l("Least share present at a meeting"))
    language = StringField(_l("Language of the vote"))
    registration = StringField(_l("Registration number"))
    ethics = StringField(_l("Ethics number"))

    def plan(self) -> Plan:
        """Return the plan; raises Invalid with the field."""
        try:
            method = PlannedMethod(self.method.data or "")
            invite, settled = Invite(self.invite.data or ""), Settled(self.settled.data or "")
        except ValueError:
            raise Invalid({"method": sentence("Choose one of the choices on the page.")}) from None
        try:
            quorum = read_limit(f"{(self.quorum.data or '50').strip().rstrip('%').strip()} %")
        except ValueError:
            raise Invalid({"quorum": sentence("Write a share such as 50.")}) from None
        return Plan(
            method=method,
            invite=invite,
            settled=settled,
            reopen_by=self.reopen_by.data or 0,
            office_votes=self.office_votes.data == "yes",
            names_to_facilitator=self.names_to_facilitator.data == "yes",
            quorum=quorum,
            language=(self.language.data or "en")[:12],
            registration=(self.registration.data or "").strip(),
            ethics=(self.ethics.data or "").strip(),
        )

    def show(self, plan: Plan) -> None:
        """Fill the form from a plan."""
        self.method.data, self.invite.data = plan.method.value, plan.invite.value
        self.settled.data, self.reopen_by.data = plan.settled.value, plan.reopen_by
        self.office_votes.data = "yes" if plan.office_votes else ""
        self.names_to_facilitator.data = "yes" if plan.names_to_facilitator else ""
        self.quorum.data = f"{float(plan.quorum) * 100:g}"
        self.language.data = plan.language
        self.registration.data, self.ethics.data = plan.registration, plan.ethics


class EntryForm(FlaskForm):  # type: ignore[misc]
    """What a panel member says of themself on entering."""

    discipline = StringField(_l("Your discipline"))
    country = StringField(_l("Country"))
    years = StringField(_l("Years of experience"))
    named = StringField(_l("I may be named"))

    def profile(self) -> Profile:
        """Return the profile; raises Invalid with the field."""
        return Profile(
            discipline=(self.discipline.data or "").strip(),
            country=(self.country.data or "").strip(),
            years=self.years.data or "",
            named=self.named.data == "yes",
        )


class DeviationForm(FlaskForm):  # type: ignore[misc]
    """A departure from what was locked."""

    what = TextAreaField(_l("What is changed"))
    why = TextAreaField(_l("Why"))


class ShareForm(FlaskForm):  # type: ignore[misc]
    """The one vote of a society, with its representative and deputy."""

    society = StringField(_l("Society"))
    panelist_id = StringField(_l("Representative"))
    deputy_id = StringField(_l("Deputy"))


class AppealForm(FlaskForm):  # type: ignore[misc]
    """The day until which results can be appealed against."""

    until = DateField(_l("Results can be appealed against until"), validators=[Optional()])


class CustodianForm(FlaskForm):  # type: ignore[misc]
    """Who may have linked rows."""

    person_id = StringField(_l("Named person"))


class KeyRequestForm(FlaskForm):  # type: ignore[misc]
    """Why somebody wants the key of the answers destroyed, or linked rows."""

    reason = TextAreaField(_l("Why"))
