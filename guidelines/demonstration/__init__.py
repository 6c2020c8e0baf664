"""The demonstration: two guidelines of an example network, played through their whole path.

The words lie in ``content/`` as Markdown and JSON, so that they can be read and corrected without
reading code. Each guideline's folder holds:

* ``NN-name.md``: its sections in order, each with one heading, as they stood in the first complete
  draft. The document is their exact concatenation.
* ``bibliography.csl.json``: the references, and ``bibliography.md``: how each was confirmed.
* ``story.json``: what people do with that text. ``edits`` are applied stage by stage in the order
  of ``stages``; every ``before`` occurs exactly once in its section at that moment. A version
  or a round with a ``stage`` has the text as that stage's edits left it. ``ratings``
  give, for each recommendation and round, how many of the panel chose each point from 1 to 9
  (``counts``), judged nothing (``cannot_judge``), abstain because of an interest (``abstains``) or
  did not answer (``missing``); ``fixed`` names the few ratings that belong to a person, and a
  seeded generator deals out the rest. ``centre`` is the median and ``spread`` the distance between
  the quartiles (R type 7).

``sequel/`` tells what happens after the first published version: each file tells anew what differs
from ``story.json`` (a correction, a second version, a text for families). ``family.json`` says
what is made from the guideline. All of it counts days back from today.

``people.json`` names the roles of the example network. Nobody in it is a real person, and all
ratings are synthetic. Everything carries the notice "Demonstration, not for clinical use".
"""
