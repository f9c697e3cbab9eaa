"""What stands around a question: greetings, thanks, "can you tell me", and the background told before it."""

from __future__ import annotations

import re

from reportqa.figures.units import singular

__all__ = ["bare_question", "parted"]

_SOURCE = r"(?:the |this |your )?(?:report|article|reports|articles|text|document|documents|note|study|paper|data|figures|numbers|corpus)"
_HELLO = r"(?:hey|hi|hello|yo|hiya|dear \w+|good (?:morning|afternoon|evening|day)|greetings|ok(?:ay)?|so|well|um+|uh+|hm+|right|alright|listen|sorry|excuse me|please|pls|plz|kindly|thanks|thx|thank you|cheers|btw|by the way|quick(?: (?:one|question|q))?|(?:a |one |another |just )+(?:quick |short |small |little |simple )?(?:one|question|q|thing)|question|just (?:a )?(?:curious|wondering|checking)|curious|guys|folks|team|all|there|everyone|mate|again)"
_LEADS = tuple(re.compile(p, re.I) for p in (
    rf"{_HELLO}\b(?!['’-])(?:\s*[,!.:;–—]+\s*|\s+(?={_HELLO}\b)|\s+(?=(?:how|what|which|who|whose|why|when|where|can|could|would|will|do|does|did|is|are|was|were|tell|give|show|i)\b)|\s+[-–—]+\s+)",
    r"(?:please|pls|plz|kindly|just|thx|thanks)\s+",
    r"(?:can|could|would|will) you (?:please |pls |kindly |maybe |perhaps |possibly )?(?:just |quickly )?(?:tell|give|show|remind|explain(?: to)?|let|help) (?:me|us)(?: know| understand| out)?(?: about)?(?:,|:)?\s+",
    r"(?:can|could|would|will) you (?:please |pls |kindly |maybe |perhaps )?(?=(?:compare|list|name|rank|explain|describe|say|show|calculate|compute|work out|find|look up|check)\b)",
    r"(?:please |pls |just )?(?:tell|remind|show) (?:me|us)(?: again)?(?:,|:)?\s+(?!about\b)",
    r"(?:please |pls |just )?give (?:me|us) (?=the\b|an? (?:idea|sense) of\b)(?:an? (?:idea|sense) of )?",
    r"(?:let me know|i (?:just |really |also )?(?:wonder(?:ed)?|am wondering|was wondering|was just wondering|want to know|need to know|would like to know|wanted to know|wanted to ask|want to ask|need|am curious|am trying to find out|am looking for|was asked|keep asking myself)|i['’](?:d|m|ve) (?:like to know|love to know|wondering|curious|trying to find out|looking for|been wondering|interested in)|we (?:need|want|would like) to know|(?:do|did|would) you (?:happen to )?(?:know|remember|recall)|(?:have you )?(?:any|an) idea|any (?:clue|chance you know)|does anyone know|what i (?:want|need|would like) to know is|my (?:boss|colleague|friend|teacher) (?:asks|asked|wants to know)|remind me|out of (?:interest|curiosity)|for my (?:notes|report|records|slides))(?:,|:)?\s+(?:about\s+(?=how|what|which|who|when|where|why))?",
    r"what(?:['’]s| is| was) (?:the|your|their) (?:best )?(?:guess|estimate)(?: (?:for|of|as to|about))?,?\s+(?=how\b)",
    rf"(?:according to|as per|per|based on|going by|in|from|looking at|judging by) {_SOURCE},?\s+(?=(?:how|what|which|who|whose|why|when|where|is|are|was|were|do|does|did|has|have|by|in|on|to|from)\b)",
    rf"(?:what )?does {_SOURCE} (?:say|state|mention|tell us|report|give|reveal|show)(?: about)? (?=(?:how|what|which|who|when|where|why|whether)\b)",
    r"(?:roughly|approximately|about|around|exactly|precisely|more or less|actually|basically)(?: speaking)?,?\s+(?=(?:how|what|which|who|when|where)\b)",
))  # fmt: skip
_TAILS = tuple(re.compile(p, re.I) for p in (
    r"[\s,.;:!?–—-]*\b(?:thx|thanks|thank you|thanks (?:a lot|so much|in advance|very much)|ty|tia|pls|plz|please|cheers|asap|many thanks|if you (?:know|can|please|would)|if possible|do you know|any idea|by the way|btw|or so|you know|i wonder|just curious|lol)(?=[\s.!?:)]*$)",
    rf"[\s,]*\b(?:according to|as per|based on|as (?:stated|reported|given|told|said|written|mentioned) (?:in|by)|going by) {_SOURCE}(?=[\s.!?]*$)",
    r",?\s+(?:in|by) (?:this|the) (?:report|article|text)(?=[\s.!?]*$)",
    rf",?\s+does {_SOURCE} (?:say|state|mention|report)(?=[\s.!?]*$)",
))  # fmt: skip
_HEDGE = re.compile(
    r"\b(?:roughly|approximately|approx\.?|exactly|precisely|more or less|actually|ballpark) (?=(?:how|what|which)\b)|(?<=\bhow many )(?:roughly|approximately) |(?<=\bhow much )(?:roughly|approximately) ",
    re.I,
)
_ASKS = re.compile(
    r"(?:and |so |but |now |then )?(?:how|what|which|who|whose|whom|why|when|where|is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|tell|give|name|list|compare|rank|show|explain|by how|by what|in (?:what|which)|on (?:what|which)|to (?:what|which)|for (?:what|which)|of (?:what|which))\b",
    re.I,
)
_SENTENCE = re.compile(r"(?<=[\w)\"'’][.!?…;])(?<!\b[A-Z]\.)\s+(?=[A-Za-z\"“])|\n+")
_QUESTION_WORD = re.compile(
    r"(?:how|what|which|who|whose|whom|why|when|where|whether|if|by|in|on|to|for|from|of|is|are|was|were|do|does|did|has|have|about)\b",
    re.I,
)


def parted(text: str) -> tuple[str, str]:
    """A text → (background, question): what its last sentences ask, and the sentences before them that ask nothing.

    >>> parted("I am writing about China. How many tokens does it use?")
    ('I am writing about China.', 'How many tokens does it use?')
    """
    sentences = [s for s in _SENTENCE.split(text.strip()) if s]
    first = next((i for i, s in enumerate(sentences) if s.rstrip().endswith("?") or _ASKS.match(_led(s))), 0)
    return " ".join(sentences[:first]), " ".join(sentences[first:])


def bare_question(text: str) -> str:
    """A question without greetings, thanks and what only says that it is one; a noun phrase becomes "What is …?".

    >>> bare_question("Hi, can you tell me the weekly total? Thanks!")
    'What is the weekly total?'
    """
    read = _led(_HEDGE.sub("", text.strip()))
    before = None
    while read != before:
        before = read
        for pattern in _TAILS:
            shorter = pattern.sub("", read)
            # What is left still has to ask something.
            read = shorter if len(re.findall(r"\w+", shorter)) >= 2 else read
    if read == text.strip() or not read:
        return text.strip()
    if _stripped_request(text) and re.match(r"the\b", read, re.I) and not _QUESTION_WORD.match(read):
        verb = "are" if _is_plural(read) else "is"
        return f"What {verb} {read[0].lower()}{read[1:].rstrip(' .!?')}?"
    return read[0].upper() + read[1:] if text.strip()[0].isupper() else read


def _led(text: str) -> str:
    """The text without what leads up to its question."""
    before = None
    while text != before:
        before = text
        for pattern in _LEADS:
            if (match := pattern.match(text)) and len(re.findall(r"\w+", text[match.end() :])) >= 2:
                text = text[match.end() :]
    return text


def _stripped_request(text: str) -> bool:
    return bool(re.search(r"\b(?:tell|give|show|remind|know|wonder\w*|idea|need|curious|looking for)\b", text, re.I))


def _is_plural(phrase: str) -> bool:
    """Whether the head of a noun phrase, the word before its first preposition, is a plural."""
    head = re.split(r"\s+(?:of|in|for|at|by|on|per|from|to|with|that|which|who|between|over|during)\s", phrase)[0]
    last = re.sub(r"[^\w]+$", "", head).split()[-1].lower()
    return last.endswith("s") and singular(last) != last
