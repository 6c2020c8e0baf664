"""Who may do what: one table, readable by a person who does not program."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Protocol, TypeAlias

from guidelines.errors import NotAllowed


class Role(StrEnum):
    """What a person is in a project (an administrator: in a network)."""

    CHAIR = "chair"
    AUTHOR = "author"
    METHODOLOGIST = "methodologist"
    FACILITATOR = "facilitator"
    PANELIST = "panelist"
    PATIENT_REPRESENTATIVE = "patient-representative"
    REVIEWER = "reviewer"
    APPROVER = "approver"
    OBSERVER = "observer"
    ADMINISTRATOR = "administrator"
    READER = "reader"


class Action(StrEnum):
    """What can be done, as ``thing:verb``; in the order of the path of a guideline."""

    NETWORK_READ = "network:read"
    NETWORK_MANAGE = "network:manage"
    PROJECT_START = "project:start"
    PROJECT_READ = "project:read"
    PROJECT_MANAGE = "project:manage"
    PROJECT_EXPORT = "project:export"
    PROJECT_IMPORT = "project:import"
    HISTORY_READ = "history:read"

    INTEREST_DECLARE = "interest:declare"
    INTEREST_READ = "interest:read"
    INTEREST_ASSESS = "interest:assess"

    EVIDENCE_READ = "evidence:read"
    EVIDENCE_EDIT = "evidence:edit"

    DOCUMENT_READ = "document:read"
    DOCUMENT_START = "document:start"
    DRAFT_SAVE = "draft:save"
    WORDING_LOCK = "wording:lock"

    COMMENT_READ = "comment:read"
    COMMENT_MAKE = "comment:make"
    COMMENT_RESOLVE = "comment:resolve"
    COMMENT_ENTER = "comment:enter"
    COMMENT_FOLLOW = "comment:follow"
    ANSWERS_PUBLISH = "answers:publish"
    REVIEW_READ = "review:read"
    REVIEW_ANSWER = "review:answer"
    REVIEW_STEER = "review:steer"
    REVIEWER_READ = "reviewer:read"

    PROCESS_READ = "process:read"
    PROCESS_PREPARE = "process:prepare"
    RULE_SEAL = "rule:seal"
    ROUND_OPEN = "round:open"
    ROUND_CLOSE = "round:close"
    FEEDBACK_MODERATE = "feedback:moderate"
    QUESTIONNAIRE_READ = "questionnaire:read"
    BALLOT_SUBMIT = "ballot:submit"
    RESULT_READ = "result:read"
    RESULT_PLACE = "result:place"
    KEY_KEEP = "key:keep"
    LINKED_ROWS_EXPORT = "linked-rows:export"
    RESULT_EXPLORE = "result:explore"
    MINORITY_ANSWER = "minority:answer"
    REPORT_WRITE = "report:write"

    APPROVAL_READ = "approval:read"
    APPROVAL_REQUEST = "approval:request"
    APPROVAL_SIGN = "approval:sign"
    CHECKLIST_READ = "checklist:read"
    CHECKLIST_FILL = "checklist:fill"
    CHECKLIST_CHOOSE = "checklist:choose"
    APPRAISAL_HOLD = "appraisal:hold"
    APPRAISAL_RATE = "appraisal:rate"
    BODY_MANAGE = "body:manage"
    CHANGE_OBJECT = "change:object"
    CHANGE_RULE = "change:rule"
    CHANGE_SETTLE = "change:settle"
    TEXT_SEND = "text:send"
    TEXT_OPEN = "text:open"
    ENDORSEMENT_RECORD = "endorsement:record"
    LIFE_MOVE = "life:move"
    EDITION_READ = "edition:read"
    EDITION_PUBLISH = "edition:publish"
    EDITION_RENDER = "edition:render"
    ERROR_READ = "error:read"
    ERROR_TRIAGE = "error:triage"
    NOTICE_PROPOSE = "notice:propose"
    NOTICE_SHOW = "notice:show"
    NOTICE_DECIDE = "notice:decide"
    NOTICE_CARRY = "notice:carry"
    DOSE_CHECK = "dose:check"
    EXTERNAL_READ = "external:read"
    EXTERNAL_RECORD = "external:record"


class Subject(Protocol):
    """What an action is about: it lies in a network, and mostly in a project."""

    @property
    def network_id(self) -> str | None:
        """The network that owns it."""

    @property
    def project_id(self) -> str | None:
        """The project that owns it; None for a network's own things."""


@dataclass(frozen=True, slots=True)
class Place:
    """A bare subject: a project of a network, or a network."""

    network_id: str | None
    project_id: str | None = None


def _nowhere(_subject: Subject) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Actor:
    """The person who acts, with what decides what they may do.

    `sits_in` tells whether the person is among those whose place in a thing is fixed for its time,
    whatever becomes of their role: the eligible panel members of an open round. `system` is the
    application itself (a deadline passes, a job runs); `name` is shown in histories.
    """

    person_id: str | None = None
    name: str = ""
    projects: Mapping[str, frozenset[Role]] = field(default_factory=dict)
    networks: Mapping[str, frozenset[Role]] = field(default_factory=dict)
    sits_in: "Callable[[Subject], bool]" = _nowhere
    system: bool = False
    operator: bool = False

    @classmethod
    def nobody(cls) -> "Actor":
        """Return the actor for a person who is not signed in."""
        return cls()

    @classmethod
    def machine(cls) -> "Actor":
        """Return the actor for what happens without a person."""
        return cls(name="Concord", system=True)

    @classmethod
    def at_the_console(cls) -> "Actor":
        """Return the actor for the operator at the command line of the server."""
        return cls(name="Operator", operator=True)

    def roles(self, subject: Subject) -> frozenset[Role]:
        """Return the roles that count for `subject`."""
        project, network = subject.project_id, subject.network_id
        roles: frozenset[Role] = frozenset()
        if project is not None:
            roles |= self.projects.get(project, frozenset())
        if network is not None:
            roles |= self.networks.get(network, frozenset())
        return roles


Rule: TypeAlias = Callable[[Actor, Subject], bool]


@dataclass(frozen=True, slots=True)
class Roles:
    """The rule "one of these roles in the project or network of the thing"."""

    roles: frozenset[Role]
    also_system: bool = False
    also_operator: bool = False
    also_seated: bool = False

    def __call__(self, actor: Actor, subject: Subject) -> bool:
        """Tell whether `actor` has one of the roles for `subject`."""
        if (actor.system and self.also_system) or (actor.operator and self.also_operator):
            return True
        if self.roles & actor.roles(subject):
            return True
        return self.also_seated and actor.sits_in(subject)

    def or_system(self) -> "Roles":
        """Widen the rule to what happens without a person."""
        return replace(self, also_system=True)

    def or_operator(self) -> "Roles":
        """Widen the rule to the operator at the command line."""
        return replace(self, also_operator=True)

    def or_seated(self) -> "Roles":
        """Widen the rule to whoever has a place in the thing that is fixed for its time."""
        return replace(self, also_seated=True)


def role(*roles: Role) -> Roles:
    """Allow whoever has one of `roles` where the thing lies."""
    return Roles(frozenset(roles))


CHAIR = Role.CHAIR
GROUP = (Role.CHAIR, Role.AUTHOR, Role.METHODOLOGIST)
OFFICE = (Role.CHAIR, Role.FACILITATOR, Role.METHODOLOGIST)
PANEL = (Role.PANELIST, Role.PATIENT_REPRESENTATIVE)
INSIDE = (*GROUP, Role.FACILITATOR, Role.REVIEWER, Role.APPROVER, Role.OBSERVER)
MEMBERS = (*INSIDE, *PANEL)

POLICY: Mapping[Action, Roles] = MappingProxyType(
    {
        Action.NETWORK_READ: role(Role.ADMINISTRATOR, Role.READER).or_operator(),
        Action.NETWORK_MANAGE: role(Role.ADMINISTRATOR).or_operator(),
        Action.PROJECT_START: role(Role.ADMINISTRATOR).or_operator(),
        Action.PROJECT_READ: role(*MEMBERS, Role.ADMINISTRATOR),
        Action.PROJECT_MANAGE: role(CHAIR, Role.ADMINISTRATOR).or_operator(),
        Action.PROJECT_EXPORT: role(CHAIR).or_operator(),
        Action.PROJECT_IMPORT: role(Role.ADMINISTRATOR).or_operator(),
        Action.HISTORY_READ: role(CHAIR, Role.METHODOLOGIST, Role.ADMINISTRATOR),
        #
        Action.INTEREST_DECLARE: role(*MEMBERS),
        Action.INTEREST_READ: role(CHAIR, Role.METHODOLOGIST),
        Action.INTEREST_ASSESS: role(CHAIR, Role.METHODOLOGIST),
        #
        Action.EVIDENCE_READ: role(*INSIDE),
        Action.EVIDENCE_EDIT: role(*GROUP),
        #
        Action.DOCUMENT_READ: role(*INSIDE),
        Action.DOCUMENT_START: role(*GROUP).or_operator(),
        Action.DRAFT_SAVE: role(*GROUP),
        Action.WORDING_LOCK: role(CHAIR, Role.FACILITATOR).or_system(),
        #
        Action.COMMENT_READ: role(*INSIDE),
        Action.COMMENT_MAKE: role(*GROUP, Role.FACILITATOR, Role.REVIEWER, Role.APPROVER),
        Action.COMMENT_RESOLVE: role(*GROUP),
        Action.COMMENT_ENTER: role(*GROUP, Role.FACILITATOR),
        Action.COMMENT_FOLLOW: role(*INSIDE),
        Action.ANSWERS_PUBLISH: role(CHAIR, Role.FACILITATOR),
        Action.REVIEW_READ: role(*INSIDE),
        Action.REVIEW_ANSWER: role(*INSIDE),
        Action.REVIEW_STEER: role(CHAIR, Role.FACILITATOR).or_system(),
        Action.REVIEWER_READ: role(CHAIR).or_system(),
        #
        Action.PROCESS_READ: role(*INSIDE),
        Action.PROCESS_PREPARE: role(*OFFICE),
        Action.RULE_SEAL: role(CHAIR, Role.METHODOLOGIST),
        Action.ROUND_OPEN: role(CHAIR, Role.FACILITATOR).or_system(),
        Action.ROUND_CLOSE: role(CHAIR, Role.FACILITATOR).or_system(),
        Action.FEEDBACK_MODERATE: role(Role.FACILITATOR, Role.METHODOLOGIST),
        Action.QUESTIONNAIRE_READ: role(*PANEL).or_seated(),
        Action.BALLOT_SUBMIT: role(*PANEL).or_seated(),
        Action.RESULT_READ: role(*INSIDE),
        Action.RESULT_PLACE: role(CHAIR, Role.FACILITATOR).or_system(),
        Action.KEY_KEEP: role(*OFFICE).or_system(),
        Action.LINKED_ROWS_EXPORT: role(*INSIDE),
        Action.RESULT_EXPLORE: role(CHAIR, Role.METHODOLOGIST),
        Action.MINORITY_ANSWER: role(*GROUP),
        Action.REPORT_WRITE: role(*GROUP, Role.FACILITATOR),
        #
        Action.APPROVAL_READ: role(*INSIDE),
        Action.APPROVAL_REQUEST: role(CHAIR),
        Action.APPROVAL_SIGN: role(Role.APPROVER),
        Action.CHECKLIST_READ: role(*INSIDE),
        Action.CHECKLIST_FILL: role(*GROUP, Role.FACILITATOR),
        Action.CHECKLIST_CHOOSE: role(CHAIR, Role.METHODOLOGIST),
        Action.APPRAISAL_HOLD: role(*OFFICE),
        Action.APPRAISAL_RATE: role(*INSIDE),
        Action.BODY_MANAGE: role(CHAIR),
        Action.CHANGE_OBJECT: role(*PANEL),
        Action.CHANGE_RULE: role(CHAIR),
        Action.CHANGE_SETTLE: role().or_system(),
        Action.TEXT_SEND: role().or_system(),
        Action.TEXT_OPEN: role(*INSIDE),
        Action.ENDORSEMENT_RECORD: role(CHAIR),
        Action.LIFE_MOVE: role(CHAIR),
        Action.EDITION_READ: role(*INSIDE),
        Action.EDITION_PUBLISH: role(CHAIR),
        Action.EDITION_RENDER: role(CHAIR).or_system(),
        Action.ERROR_READ: role(*GROUP, Role.APPROVER),
        Action.ERROR_TRIAGE: role(*GROUP, Role.APPROVER),
        Action.NOTICE_PROPOSE: role(*GROUP, Role.APPROVER),
        Action.NOTICE_SHOW: role(CHAIR, Role.APPROVER),
        Action.NOTICE_DECIDE: role(*GROUP, Role.APPROVER),
        Action.NOTICE_CARRY: role().or_system(),
        Action.DOSE_CHECK: role(*GROUP, Role.REVIEWER, Role.APPROVER),
        Action.EXTERNAL_READ: role(*INSIDE, Role.ADMINISTRATOR),
        Action.EXTERNAL_RECORD: role(CHAIR, Role.ADMINISTRATOR),
    }
)


def can(actor: Actor, action: Action, subject: Subject) -> bool:
    """Tell whether `actor` may do `action` to `subject`."""
    return POLICY[action](actor, subject)


def require(actor: Actor, action: Action, subject: Subject) -> None:
    """Raise `NotAllowed` unless `actor` may do `action` to `subject`."""
    if not can(actor, action, subject):
        raise NotAllowed
