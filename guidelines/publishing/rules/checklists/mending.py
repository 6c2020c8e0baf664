"""In which form an answer to an item is given, where neither record nor text has one."""

from collections.abc import Mapping

from guidelines.errors import Sentence, sentence

MENDED: Mapping[str, Sentence] = {
    "text": sentence("Write it in the text"),
    "settings": sentence("Change the title or kind of the document"),
    "project": sentence("Describe the scope of the project"),
    "people": sentence("Complete the people of the project"),
    "interests": sentence("Ask for declarations, and assess them"),
    "questions": sentence("Write the questions and their outcomes"),
    "searches": sentence("Record the searches"),
    "evidence": sentence("Complete the evidence and the judgements"),
    "consensus": sentence("Prepare the vote and its rule"),
    "report": sentence("Write it in the report of the vote"),
    "reviews": sentence("Hold a round of review, and answer the comments"),
    "metadata": sentence("Set the date of the next review"),
    "checklists": sentence("Have the guideline appraised"),
    "editions": sentence("Publish a version"),
}
"""The forms by name, each with what is done there."""
