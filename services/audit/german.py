"""The German of what audit alone says to its callers."""

GERMAN: dict[str, str] = {
    "Nothing is recorded under this stream.": "Unter diesem Strom ist nichts festgehalten.",
    "There is no such case.": "Diesen Fall gibt es nicht.",
}
