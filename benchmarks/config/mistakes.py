"""The twenty mistakes, in words that hold for every tool."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Mistake:
    """A mistake that somebody makes in a config, or around it.

    Attributes:
        name: what a peer calls its case by.
        title: what a reader is told.
        remedy: whether there is one right name that could be suggested.
    """

    name: str
    title: str
    remedy: bool = False


MISTAKES = (
    Mistake("misspelt key", "a misspelt key", remedy=True),
    Mistake("misspelt name", "a misspelt component name", remedy=True),
    Mistake("wrong type", "a list where a number is wanted"),
    Mistake("string for number", '"ten" where a number is wanted'),
    Mistake("out of range", "0 where the annotation says positive"),
    Mistake("missing key", "a required key is missing"),
    Mistake("extra key", "a key that nothing takes"),
    Mistake("wrong kind", "a component of another kind"),
    Mistake("inside a list", "a mistake in one of several components"),
    Mistake("null", "null where a value is required"),
    Mistake("supplied", "an argument that the program supplies"),
    Mistake("registered twice", "a name that is registered twice"),
    Mistake("failing plugin", "a plugin that fails to import"),
    Mistake("syntax", "a syntax error in the config"),
    Mistake("missing import", "an import of a file that is not there"),
    Mistake("missing variable", "a variable that is not there"),
    Mistake("override of no path", "an override of a path that is not there", remedy=True),
    Mistake("override of a type", "an override that breaks a type"),
    Mistake("cycle", "a cycle of references"),
    Mistake("three at once", "three mistakes at once"),
)
