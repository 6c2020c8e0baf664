"""What interests are called on pages and in files for people."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from guidelines.interests.rules import Band, Doing, Level, Measure, Recipient, Topic

TOPIC_WORDS: Mapping[Topic, tuple[Any, Any]] = {
    Topic.SUPPORT: (
        _l("Support for this guideline"),
        _l("Money, writing help, travel or materials for this very work; no limit in time."),
    ),
    Topic.GRANTS: (_l("Grants and contracts"), _l("To you or to your institution.")),
    Topic.ROYALTIES: (_l("Royalties and licences"), _l("Paid or due.")),
    Topic.CONSULTING: (_l("Consulting fees"), _l("Advice to a company or another body.")),
    Topic.LECTURES: (
        _l("Lectures, writing, teaching"),
        _l("Fees for talks, manuscripts, courses, speakers’ bureaus."),
    ),
    Topic.TESTIMONY: (_l("Expert testimony"), _l("Paid opinions for courts or authorities.")),
    Topic.TRAVEL: (_l("Meetings and travel"), _l("Travel, hotel or fees that somebody paid.")),
    Topic.PATENTS: (_l("Patents"), _l("Planned, applied for, issued or licensed.")),
    Topic.BOARDS: (
        _l("Safety and advisory boards"),
        _l("Data safety monitoring or advisory boards."),
    ),
    Topic.LEADERSHIP: (
        _l("Offices elsewhere"),
        _l("Leading or fiduciary roles in other bodies, paid or not."),
    ),
    Topic.STOCK: (_l("Shares and options"), _l("In companies with a stake in the topic.")),
    Topic.MATERIALS: (
        _l("Equipment, drugs, gifts, services"),
        _l("Received, also for your department; help with writing."),
    ),
    Topic.FINANCIAL: (_l("Other interests"), _l("Whatever else readers would want to know.")),
    Topic.INTELLECTUAL: (
        _l("Views and standing"),
        _l(
            "A published opinion on the question, a method that carries your name, a school you "
            "stand for."
        ),
    ),
    Topic.OWN_TRIALS: (
        _l("Own studies"),
        _l("Studies on the topic that you lead, plan or wrote, whoever pays for them."),
    ),
    Topic.PRACTICE: (
        _l("Income from a procedure"),
        _l("Earnings, training or referrals that depend on what is recommended."),
    ),
    Topic.PATIENT_ORGANISATION: (
        _l("Patient organisations and societies"),
        _l("Offices, paid or unpaid work in organisations with a view on the topic."),
    ),
    Topic.FAMILY: (
        _l("Family"),
        _l(
            "What a close relative has of the above. Write no names: this concerns somebody else. "
            "Only the fact is ever published, never your words."
        ),
    ),
}
RECIPIENT_WORDS: Mapping[Recipient, Any] = {
    Recipient.SELF: _l("me"),
    Recipient.INSTITUTION: _l("my institution"),
    Recipient.BOTH: _l("both"),
}
PAID_WORDS: Mapping[Recipient, Any] = {
    Recipient.SELF: _l("paid to the person"),
    Recipient.INSTITUTION: _l("paid to the institution"),
    Recipient.BOTH: _l("paid to the person and the institution"),
}
BAND_WORDS: Mapping[Band, Any] = {
    Band.NO_MONEY: _l("no money"),
    Band.TO_1000: _l("up to €1,000"),
    Band.TO_5000: _l("€1,000 to €5,000"),
    Band.TO_10000: _l("€5,000 to €10,000"),
    Band.TO_50000: _l("€10,000 to €50,000"),
    Band.ABOVE: _l("more than €50,000"),
}
LEVEL_WORDS: Mapping[Level, tuple[Any, Any]] = {
    Level.NONE: (_l("None"), _l("Has nothing to do with it.")),
    Level.LOW: (_l("Low"), _l("Takes part, but neither leads nor chairs on it.")),
    Level.MODERATE: (
        _l("Moderate"),
        _l("Speaks, but does not vote, change or decide on the text, or sign."),
    ),
    Level.HIGH: (_l("High"), _l("Stays out: no vote, discussion, comment or suggestion.")),
}
MEASURE_WORDS: Mapping[Measure, Any] = {
    Measure.NONE: _l("Takes part"),
    Measure.NO_LEAD: _l("Neither leads nor chairs"),
    Measure.ABSTAINS: _l("Abstains because of an interest"),
    Measure.OUT: _l("Stays out because of an interest"),
}
DOING_WORDS: Mapping[Doing, Any] = {
    Doing.LEAD: _l("lead on it"),
    Doing.CHAIR: _l("chair on it"),
    Doing.VOTE: _l("vote"),
    Doing.EDIT: _l("change the text"),
    Doing.ACCEPT: _l("decide on comments and suggestions"),
    Doing.ASSESS: _l("assess others"),
    Doing.SIGN: _l("sign"),
    Doing.DISCUSS: _l("discuss"),
    Doing.COMMENT: _l("comment"),
    Doing.SUGGEST: _l("suggest"),
}
