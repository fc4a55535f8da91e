"""Items and nodes: what the tree of provisions is made of while it is built."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.structure.numbers import Label


@dataclass
class Node:
    """A numbered provision while the tree is built. ``line`` is the index of its first line in the part."""

    label: Label
    line: int
    start: int
    end: int
    parent: Node | None = None
    children: list[Node] = field(default_factory=list)
    numbers: tuple[int, ...] = ()
    own_end: int = 0
    supplied: bool = False

    @property
    def body(self) -> int:
        """Where the words behind the label begin."""
        return self.start + (0 if self.supplied else len(self.label.printed))


@dataclass
class Item:
    """A line, or a stretch of a line that begins with a label of its own."""

    start: int
    end: int
    text: str
    label: Label | None
    supplied: bool = False
