"""Opens YAML, and says where a mistake stands: the one place that reads files people write by hand."""

from collections.abc import Hashable, Iterator
from pathlib import Path
from typing import Any

import yaml
from click import ClickException
from marshmallow import Schema, ValidationError

from oocd.policy.shapes import (
    AreaSchema,
    BehavioursSchema,
    CodeListSchema,
    EarlierDisposalsSchema,
    ExcusedRulesSchema,
    FactsSchema,
    FigureSchema,
    ForceSchema,
    GateFamilySchema,
    GravityEditionSchema,
    GuardRulesSchema,
    OffencesSchema,
    OutcomesSchema,
    ReturnSchema,
    TimeStandardSchema,
    problems_of,
)

KINDS: dict[str, type[Schema]] = {
    "figures": FigureSchema,
    "time": TimeStandardSchema,
    "codes": CodeListSchema,
    "codes/outcomes": OutcomesSchema,
    "codes/previous_disposals": EarlierDisposalsSchema,
    "gates": GateFamilySchema,
    "gravity": GravityEditionSchema,
    "guards": GuardRulesSchema,
    "behaviours": BehavioursSchema,
    "excused": ExcusedRulesSchema,
    "facts": FactsSchema,
    "offences": OffencesSchema,
    "returns": ReturnSchema,
    "area": AreaSchema,
    "force": ForceSchema,
}


class Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]  # libyaml is ten times as fast
    """YAML's safe loader, which says on which line a day stands that no calendar has."""

    def construct_yaml_timestamp(self, node: yaml.ScalarNode) -> Any:
        try:
            return super().construct_yaml_timestamp(node)
        except ValueError as error:
            raise yaml.constructor.ConstructorError(None, None, str(error), node.start_mark) from error


Loader.add_constructor("tag:yaml.org,2002:timestamp", Loader.construct_yaml_timestamp)


class FileMistake(ClickException):
    """A file the service must not start with: which file, which line, what to do. Commands show it as one line."""

    def __init__(self, path: Path, line: int, problem: str) -> None:
        super().__init__(f"{path}, line {line}: {problem}")


class Written:
    """One file's content, with the line on which each key stands."""

    def __init__(self, path: Path, content: dict[str, Any], lines: dict[tuple[Hashable, ...], int]) -> None:
        self.path = path
        self.content = content
        self._lines = lines

    def mistake(self, problem: str, *where: Hashable) -> FileMistake:
        """The mistake at this path of keys, or at the nearest key above it that is written down."""
        return FileMistake(self.path, self.line(*where), problem)

    def line(self, *where: Hashable) -> int:
        """The line of this path of keys, or of the nearest key above it that is written down."""
        while where and where not in self._lines:
            where = where[:-1]
        return self._lines.get(where, 1)


def read(path: Path, schema: Schema) -> Written:
    """Read and check one file. Raises FileMistake with file and line for anything that is not as it should be."""
    text = _text_of(path)
    try:
        node = yaml.compose(text, Loader=Loader)
        lines = dict(_lines(path, node, ())) if node else {}
        content = yaml.load(text, Loader) or {}  # nosec B506
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise FileMistake(path, line, f"This is not YAML: {error.problem}.") from error
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise FileMistake(path, line, "There is a control character here. Take it out.") from error
    written = Written(path, content, lines)
    try:
        written.content = schema.load(content)
    except ValidationError as error:
        where, sentence = problems_of(error)[0]
        raise written.mistake(f"{'.'.join(map(str, where)) or 'the file'}: {sentence}", *where) from error
    return written


def _text_of(path: Path) -> str:
    written = path.read_bytes()
    try:
        return written.decode("utf-8")
    except UnicodeDecodeError as error:
        line = written.count(b"\n", 0, error.start) + 1
        raise FileMistake(path, line, "This is not UTF-8. Save the file as UTF-8.") from error


def _lines(path: Path, node: yaml.Node, where: tuple[Hashable, ...]) -> Iterator[tuple[tuple[Hashable, ...], int]]:
    if isinstance(node, yaml.SequenceNode):
        for place, item in enumerate(node.value):
            yield (*where, place), item.start_mark.line + 1
            yield from _lines(path, item, (*where, place))
    if not isinstance(node, yaml.MappingNode):
        return
    constructor = Loader("")
    seen = set()
    for key_node, value_node in node.value:
        key = constructor.construct_object(key_node)
        line = key_node.start_mark.line + 1
        if key in seen:
            raise FileMistake(path, line, f"{key} is written twice. Keep one.")
        seen.add(key)
        yield (*where, key), line
        yield from _lines(path, value_node, (*where, key))


def read_layer(folder: Path) -> dict[str, Written]:
    """Every policy file below one layer's folder, by its path without the ending, such as `time/assessment`."""
    return {name: read(path, _kind_of(path, name)()) for path, name in files_in(folder)}


def files_in(folder: Path) -> Iterator[tuple[Path, str]]:
    """Every YAML file below a folder, with its path without the ending."""
    for path in sorted(folder.rglob("*.yml")):
        raise FileMistake(path, 1, "Name the file .yaml: by this name it would not be read.")
    for path in sorted(folder.rglob("*.yaml")):
        yield path, str(path.relative_to(folder).with_suffix(""))


def _kind_of(path: Path, name: str) -> type[Schema]:
    try:
        return KINDS.get(name) or KINDS[name.split("/")[0]]
    except KeyError:
        raise FileMistake(path, 1, f"No kind of policy is kept here. Move it to one of: {', '.join(KINDS)}.") from None
