"""What the centre writes, as blocks: `# ` begins a heading, `- ` a point of a list, an empty line a paragraph."""

import re
from dataclasses import dataclass, field
from enum import StrEnum

HEADING, POINT = "# ", "- "
HIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")  # signs that no form of the report can show


class Shape(StrEnum):
    """What a block is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST = "list"


@dataclass
class Block:
    """A heading or paragraph (one line of text), or a list (several)."""

    shape: Shape
    lines: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The block as one line."""
        return " ".join(self.lines)


def blocks(words: str) -> list[Block]:
    """The text as blocks, in order; text of any kind gives blocks, none is refused."""
    found: list[Block] = []
    apart = True
    for line in (HIDDEN.sub("", line).strip() for line in words.splitlines()):
        if line.startswith(HEADING):
            found.append(Block(Shape.HEADING, [line[len(HEADING) :].strip()]))
        elif line:
            shape = Shape.LIST if line.startswith(POINT) else Shape.PARAGRAPH
            text = line[len(POINT) :].strip() if shape is Shape.LIST else line
            if apart or found[-1].shape is not shape:
                found.append(Block(shape))
            found[-1].lines.append(text)
        apart = not line or line.startswith(HEADING)
    return found


def headings_of(words: str) -> str:
    """Only the headings of a text, each followed by an empty line: the draft for the next year's."""
    return "\n\n".join(HEADING + block.text for block in blocks(words) if block.shape is Shape.HEADING)
