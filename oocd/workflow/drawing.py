"""A workflow as a Mermaid state diagram, for docs/."""

from collections.abc import Iterable, Iterator

from oocd.workflow.definitions import CASE, Carried, Move, Workflow


def draw(workflows: Iterable[Workflow]) -> str:
    """Every workflow as one Markdown page."""
    sections = [_section(workflow) for workflow in sorted(workflows, key=lambda flow: (flow.name, flow.version))]
    head = "# Workflows\n\nDrawn by `flask --app app workflows draw` from `workflows/`; a test keeps it current.\n"
    return "\n".join([head, *sections])


def _section(workflow: Workflow) -> str:
    title = workflow.name.replace("_", " ").capitalize()
    diagram = "\n".join(f"    {line}" for line in _lines(workflow))
    return f"## {title}, from {workflow.version}\n\n{workflow.about}\n\n```mermaid\nstateDiagram-v2\n{diagram}\n```\n"


def _lines(workflow: Workflow) -> Iterator[str]:
    for state in workflow.states.values():
        yield f"{state.name}: {state.says}"
    yield f"[*] --> {workflow.starts_as}"
    for move in workflow.moves.values():
        for before in move.from_states:
            yield f"{before} --> {move.to}: {_label(move)}"
    for state in workflow.states.values():
        if state.ends:
            yield f"{state.name} --> [*]"


def _label(move: Move) -> str:
    guards = f" if {', '.join(move.guards)}" if move.guards else ""
    carries = "".join(f", carries {_whose(carried)}{carried.move}" for carried in move.carries)
    return f"{move.name} ({move.by}){guards}{carries}"


def _whose(carried: Carried) -> str:
    return "" if carried.of == CASE else f"{carried.of}."
