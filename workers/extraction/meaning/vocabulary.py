"""The words that the rules of meaning know: each word's letter, also where only its end is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

#: So many words that no table lists are remembered; texts are full of the same ones.
_REMEMBERED = 50_000


class Vocabulary(dict[str, str]):
    """Folded word -> its letter, for every word; two letters where an unknown word ends in a particle.

    `known` are the words of the tables, `endings` tell unknown words by their ends (last character -> ends and their
    letters), before `particles` do, which are ends that are words of their own, with their letters; what nothing tells is `unknown`.
    """

    def __init__(
        self,
        known: Mapping[str, str],
        endings: Mapping[str, Sequence[tuple[str, str]]],
        particles: Sequence[tuple[str, str]],
        unknown: str,
    ) -> None:
        super().__init__(known)
        self._known = known
        self._endings = endings
        self.particles = particles
        self._unknown = unknown

    def __missing__(self, word: str) -> str:
        """The letters of a word that no table lists."""
        letters = self._letters(word)
        if len(self) < _REMEMBERED:
            self[word] = letters
        return letters

    def stem(self, word: str) -> int:
        """How long a word of two letters is without its particle."""
        return len(word) - next(len(end) for end, _ in self.particles if _ends(word, end))

    def _letters(self, word: str) -> str:
        for end, letter in self._endings.get(word[-1], ()):
            if word.endswith(end):
                return letter
        for end, letter in self.particles:
            if _ends(word, end):
                return self._known.get(word[: -len(end)], self._unknown) + letter
        return self._unknown


def _ends(word: str, particle: str) -> bool:
    """Whether a word ends in a particle and has something before it."""
    return len(word) > len(particle) and word.endswith(particle)
