"""Reading a text sentence by sentence, each with the sentences on this subject before it in mind."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from openasylum.check.findings import Finding
from openasylum.check.language.datelines import REACH, behind_dateline
from openasylum.check.sentence_findings import Read, reader
from openasylum.check.texts.segments import sentences
from openasylum.check.texts.text import Text
from openasylum.check.texts.tongue import tongue_of

#: How many sentences on the subject a reader is taken to keep in mind.
KEPT_IN_MIND = 3


class Words(NamedTuple):
    """The words of a sentence, where in the text they start, and the number of their paragraph."""

    start: int
    words: str
    paragraph: int


class InMind(NamedTuple):
    """What a reader has in mind between two sentences: the language, the last sentences on this subject, the first of them
    all (it says what the text is about), and the sentence just before with its paragraph, where that one only set the scene: "Yet
    Quebec saw a jump in July" says where and when of the sentence after it.
    """

    language: str
    kept: tuple[Read, ...] = ()
    lead: Read | None = None
    scene: tuple[Read, int] | None = None

    @property
    def key(self) -> tuple[object, ...]:
        """All of it on which what is read next depends: two readers with equal keys read on alike."""
        lead = self.lead and self.lead.key
        scene = self.scene and (self.scene[0].key, self.scene[1])
        return self.language, lead, scene, *((one.key, one.topical) for one in self.kept)

    def before(self, paragraph: int) -> tuple[Read, ...]:
        """The sentences that one of this paragraph is read with; a paragraph can be one sentence, so a time reaches into the next."""
        if self.scene is None:
            return self.kept
        scene, its_paragraph = self.scene
        tells_when = scene.context is not None and bool(scene.context.times)
        near = paragraph == its_paragraph or (tells_when and paragraph == its_paragraph + 1)
        return (*self.kept, scene) if near else self.kept

    def after(self, one: Read, language: str, paragraph: int) -> InMind:
        """What is in mind after one more sentence."""
        scene = (one, paragraph) if one.sets_the_scene else None
        if not one.on_subject:
            if scene is self.scene is None and language == self.language:
                return self
            return InMind(language, self.kept, self.lead, scene)
        return InMind(language, _last((*self.kept, one)), self.lead or one, scene)


class Reading(NamedTuple):
    """How a text is read: in one language or (None) sentence by sentence in its own, as of its day and of today."""

    language: str | None
    published: date | None
    today: date


def words_of(text: Text) -> list[Words]:
    """The sentences of a text, those at its beginning without their datelines."""
    content, found = text.content, []
    for start, end, paragraph in sentences(content):
        if start < REACH:
            start += behind_dateline(content[start:end])
        found.append(Words(start, content[start:end], paragraph))
    return found


class Reader:
    """One who reads a text from some place on, and keeps in mind what was said."""

    def __init__(self, reading: Reading, mind: InMind) -> None:
        self.reading, self.mind = reading, mind
        self._readers = {tongue: reader(tongue, reading.published, reading.today) for tongue in ("en", "fr")}

    def read(self, words: Words) -> tuple[Finding, ...]:
        """What the next sentence states, each at its place in the sentence."""
        mind = self.mind
        language = mind.language if self.reading.language else tongue_of(words.words, mind.language)
        one = self._readers[language](words.words, mind.before(words.paragraph), mind.lead)
        self.mind = mind.after(one, language, words.paragraph)
        return one.findings

    def catch_up(self, said: Sequence[Words]) -> None:
        """Read sentences only to have them in mind."""
        for words in said:
            self.read(words)


def _last(kept: tuple[Read, ...]) -> tuple[Read, ...]:
    """The last sentences on this subject, with those between them that only went on counting."""
    while sum(one.topical for one in kept) > KEPT_IN_MIND or len(kept) > 2 * KEPT_IN_MIND:
        kept = kept[1:]
    return kept
