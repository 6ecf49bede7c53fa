"""python-liquid's engine, which prints pieces that remember where they were written."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from io import StringIO
from typing import Any, Protocol, TextIO

from liquid import BoundTemplate, Environment, Mode, RenderContext
from liquid.ast import Node
from liquid.builtin.expressions import (
    BooleanExpression,
    FilteredExpression,
    LoopExpression,
    tokenize,
)
from liquid.builtin.expressions.primitive import parse_primitive
from liquid.exceptions import LiquidError, LiquidInterrupt, LiquidTypeError, StopRender
from liquid.parser import get_parser
from liquid.stream import TokenStream
from liquid.tag import Tag
from liquid.token import (
    TOKEN_CONTENT,
    TOKEN_DOT,
    TOKEN_EXPRESSION,
    TOKEN_FLOAT,
    TOKEN_INTEGER,
    TOKEN_REQUIRED,
    TOKEN_TAG,
    TOKEN_WORD,
    Token,
)
from liquid.undefined import Undefined

from coursepack.adapters import liquid_filters, liquid_tags
from coursepack.adapters.liquid_tags import GAP, lexable
from coursepack.adapters.liquid_values import (
    Place,
    Real,
    Record,
    Text,
    Truth,
    Whole,
    entry_of,
    place_of,
)
from coursepack.model.source import Source, Span
from coursepack.pattern import pattern

MOST_STEPS = 250_000
MOST_ITEMS = 100_000
MOST_CHARACTERS = 4_000_000
_LOOP_STEPS, _INCLUDE_STEPS = 10, 15
_DEEPEST_DOCUMENTS = 8
_MOST_BITS = 256

# Private characters about the number of what stands for an include, so that it survives filters.
_OPEN, _CLOSE = "\ue0f3", "\ue0f4"
_HELD = pattern(f"{_OPEN}(\\d+){_CLOSE}")
_GAPS = pattern(f"{GAP}+")
_IN_NAME = pattern(r"\{\{(.*?)\}\}", re.DOTALL)
_FILE_NAME = pattern(r"""\s*(?:"([^"]*)"|'([^']*)'|((?:\{\{.*?\}\}|[^\s{])+))""", re.DOTALL)
# Each number of the range would be looked at, however many it has.
_RANGE_SEARCH = pattern(r"\(.{1,200}?\.\.[^()]{1,200}\)\s*contains\b")
_NOT_SHOWN = ("slugify", "jsonify", "size", "url_encode", "cgi_escape", "uri_escape", "inspect")


@dataclass(frozen=True, slots=True)
class Printed:
    """Text that was printed, and where it was written; `entry` is the work that it shows."""

    text: str
    source: Source
    start: int
    verbatim: bool
    entry: str = ""


@dataclass(frozen=True, slots=True)
class Nothing:
    """Where a tag stood that prints nothing."""

    source: Source
    start: int


@dataclass(frozen=True, slots=True)
class Put:
    """What the host puts in the place of an include."""

    value: object
    source: Source
    start: int


Event = Printed | Nothing | Put


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of an include: its value, and the place where that is written."""

    value: object
    span: Span
    is_literal: bool

    @property
    def text(self) -> str:
        """The value as it would be printed."""
        return "" if _is_nothing(self.value) else _plain(self.value)

    @property
    def is_undefined(self) -> bool:
        """It names a variable that there is none of."""
        return isinstance(self.value, Undefined)


@dataclass(frozen=True, slots=True)
class Call:
    """An include as it was met: its file, None where there is none, and its parameters."""

    file: Source | None
    tag: str
    parameters: Mapping[str, Parameter]
    rest: str
    source: Source
    start: int
    end: int


class Host(Protocol):
    """Whom the engine asks for files, and tells what it met."""

    def text(self, source: Source, body: int) -> str:
        """Return what follows *body* in *source*, its Liquid balanced, its length unchanged."""

    def template(self, tag: str, name: str, beside: Source) -> Source | None:
        """Return the file that an include names."""

    def put(self, call: Call, events: Sequence[Event]) -> object | None:
        """Return what stands in place of what an include printed, None to keep that."""

    def unknown_filter(self, name: str, source: Source, start: int) -> None:
        """Hear of a filter that there is none of."""

    def fault(self, message: str, source: Source, start: int) -> None:
        """Hear of a tag that could not be evaluated."""


class Engine:
    """Evaluates templates of one page against *values*; it stops where that takes too long."""

    def __init__(self, host: Host, values: Mapping[str, object]) -> None:
        self.host = host
        self._values = {"now": None, "today": None, **values}
        self._environment = _Environment(self)
        self._templates: dict[tuple[str, int], BoundTemplate] = {}
        self._held: list[Put] = []
        self._steps = 0
        self._printed = 0
        self._depth = 0
        self.at: tuple[Source, int] | None = None

    def run(self, source: Source, body: int, page: object, **values: object) -> list[Event]:
        """Return what *source* prints from offset *body* on, as the body of *page*."""
        buffer = Buffer(self, source, body)
        try:
            self._render(buffer, source, body, {"page": page, **values})
        except _EnoughError:
            at = self.at or (source, body)
            self.host.fault("the Liquid of this page does not come to an end", *at)
        except (LiquidError, RecursionError) as error:
            self.host.fault(_said(error), *(self.at or (source, body)))
        return buffer.events

    def held(self, events: Iterable[Event]) -> Text:
        """Return *events* as a value that prints them again."""
        kept = tuple(events)
        return Text("".join(self._held_text(event) for event in kept), parts=kept)

    def template(self, source: Source, body: int) -> BoundTemplate:
        """Return the template that *source* is from offset *body* on."""
        key = source.name, body
        if key not in self._templates:
            self._templates[key] = self._environment.template_of(source, body)
        return self._templates[key]

    def spend(self, steps: int) -> None:
        """Count what was done, and stop when it is too much."""
        self._steps += steps
        if self._steps > MOST_STEPS:
            raise _EnoughError

    def count(self, text: str) -> None:
        """Count what was printed, and stop when it is too much."""
        self._printed += len(text)
        if self._printed > MOST_CHARACTERS:
            raise _EnoughError

    def show(self, buffer: Buffer, value: object, source: Source, start: int) -> None:
        """Print *value* at the tag that stands at *start* of *source*."""
        match value:
            case Record() if value.document:
                self._document(buffer, value)
            case Text() if value.document is not None:
                self._document(buffer, value.document)
            case Text() if value.parts:
                buffer.extend(value.parts)
            case Whole() | Real() | Truth():
                self.show(buffer, value.written, source, start)
            case list() | tuple():
                self.spend(len(value))
                for item in value:
                    self.show(buffer, item, source, start)
            case dict():
                buffer.put(Nothing(source, start))
            case _:
                self._shown(buffer, value, source, start)

    def _shown(self, buffer: Buffer, value: object, source: Source, start: int) -> None:
        text = "" if _is_nothing(value) else _plain(value)
        entry, place = entry_of(value), place_of(value)
        if not text:
            buffer.put(Nothing(source, start))
        elif place:
            at = place.start
            verbatim = place.source.text.startswith(text, at)
            buffer.put(Printed(text, place.source, at, verbatim, entry))
        else:
            for number, part in enumerate(_HELD.split(text)):
                if number % 2:
                    buffer.extend(self._held[int(part) : int(part) + 1])
                elif part:
                    buffer.put(Printed(part, source, start, False, entry))

    def _document(self, buffer: Buffer, record: Record) -> None:
        if record.document is None or self._depth >= _DEEPEST_DOCUMENTS:
            return
        self._depth += 1
        try:
            self._render(buffer, record.document, record.body, {"page": record})
        finally:
            self._depth -= 1

    def _render(
        self, buffer: Buffer, source: Source, body: int, values: Mapping[str, object]
    ) -> None:
        template = self.template(source, body)
        context = _Context(template, globals={**self._values, **values})
        template.render_with_context(context, buffer)

    def _held_text(self, event: Event) -> str:
        match event:
            case Printed(text):
                return text
            case Put():
                self._held.append(event)
                return f"{_OPEN}{len(self._held) - 1}{_CLOSE}"
            case Nothing():
                return ""


class Buffer(StringIO):
    """Takes what templates print, each piece with its place."""

    def __init__(self, engine: Engine, source: Source, start: int) -> None:
        super().__init__()
        self._engine = engine
        self._at = source, start
        self.events: list[Event] = []

    def stand(self, source: Source, start: int) -> None:
        """Note the tag that prints from now on."""
        self._at = source, start

    def put(self, event: Event) -> None:
        """Take *event*; one gap after another is none."""
        if isinstance(event, Nothing) and self.events and isinstance(self.events[-1], Nothing):
            return
        if isinstance(event, Printed):
            self._engine.count(event.text)
        self.events.append(event)

    def extend(self, events: Iterable[Event | object]) -> None:
        """Take all of *events*."""
        for event in events:
            self._engine.spend(1)
            if isinstance(event, Printed | Nothing | Put):
                self.put(event)

    def write(self, text: str) -> int:
        """Take *text* from a tag that knows no places."""
        if text:
            self._engine.show(self, str(text), *self._at)
        return len(text)

    def getvalue(self) -> str:
        """Return what was printed, as a value that prints it again."""
        return self._engine.held(self.events)


class _EnoughError(Exception):
    """The page takes too long."""


class _Stream(TokenStream):
    """Tokens whose names may be words that the language has other uses for."""

    def into_inner(self, *, tag: Token | None = None, eat: bool = True) -> TokenStream:
        token = self.current
        if token.kind != TOKEN_EXPRESSION:
            return super().into_inner(tag=tag, eat=eat)
        if eat:
            next(self)
        return _expression(token.value, token)


def _expression(text: str, token: Token) -> _Stream:
    """Return the tokens of the expression *text*.

    `p.required`, `p.limit` and `site.data.2024.papers` are names; python-liquid has the first
    two for keywords and the third for a number.
    """
    return _Stream(_renamed(tokenize(text, token)))


def _renamed(tokens: Iterable[Token]) -> Iterator[Token]:
    after_dot = False
    for token in tokens:
        if token.kind == TOKEN_REQUIRED or (after_dot and token.value.isidentifier()):
            yield Token(TOKEN_WORD, token.value, token.start_index, token.source)
        elif after_dot and token.kind in (TOKEN_FLOAT, TOKEN_INTEGER):
            for number, part in enumerate(token.value.split(".")):
                if number:
                    yield Token(TOKEN_DOT, ".", token.start_index, token.source)
                if part:
                    yield Token(TOKEN_WORD, part, token.start_index, token.source)
            after_dot = token.value.endswith(".")
            continue
        else:
            yield token
        after_dot = token.kind == TOKEN_DOT


class _Context(RenderContext):
    """Where names are looked up, and filters made safe."""

    @property
    def engine(self) -> Engine:
        assert isinstance(self.env, _Environment)
        return self.env.engine

    def get_buffer(self, buf: TextIO | None = None) -> StringIO:  # noqa: ARG002
        return Buffer(self.engine, *(self.engine.at or (Source("", ""), 0)))

    def assign(self, key: str, val: Any) -> None:
        _refuse_large(val)
        super().assign(key, val)

    def filter(self, name: str, token: Token | None) -> Callable[..., object]:
        if name in liquid_filters.FILTERS:
            return partial(_filtered, self.engine, name, liquid_filters.FILTERS[name])
        own = liquid_filters.expression_filters(self._evaluated)
        if name in own:
            return partial(_filtered, self.engine, name, own[name])
        if name not in self.env.filters:
            if self.engine.at:
                self.engine.host.unknown_filter(name, *self.engine.at)
            return lambda left, *_, **__: left
        return partial(_filtered, self.engine, name, super().filter(name, token))

    def _evaluated(self, name: str, value: object, expression: str) -> object:
        self.engine.spend(2)
        parsed = self.engine._environment.expression(expression)
        with self.extend({name: value}):
            return parsed.evaluate(self)


class _Template(BoundTemplate):
    context_class = _Context


class _Environment(Environment):
    context_depth_limit = 60
    block_nesting_limit = 30
    loop_iteration_limit = MOST_ITEMS
    local_namespace_limit = MOST_CHARACTERS
    template_class = _Template

    def __init__(self, engine: Engine) -> None:
        super().__init__(tolerance=Mode.LAX, strict_filters=False)
        self.engine = engine
        self.parsed: tuple[Source, int, str] = Source("", ""), 0, ""
        self._expressions: dict[str, BooleanExpression | FilteredExpression] = {}
        self.tags |= {_Content.name: _Content(self), _Output.name: _Output(self)}
        self.tags[_Highlight.name] = _Highlight(self)
        self.tags |= {name: _Include(self, name) for name in INCLUDES}
        self.tags |= {name: _Silent(self) for name in SILENT}
        del self.tags["render"]
        self.tags = {name: _Guarded(self, tag) for name, tag in self.tags.items()}

    def template_of(self, source: Source, body: int) -> BoundTemplate:
        """Parse what *source* holds from *body* on."""
        before = self.parsed
        text = self.engine.host.text(source, body)
        self.parsed = source, body, text
        try:
            return self.from_string(lexable(text), name=source.name)
        finally:
            self.parsed = before

    def _parse(self, source: str) -> list[Node]:
        return get_parser(self).parse(_Stream(self.tokenizer()(source)))

    def expression(self, text: str) -> Any:
        """Return *text* as an expression, or as a condition after a question mark."""
        if text not in self._expressions:
            token = Token(TOKEN_EXPRESSION, text, 0, text)
            tokens = _expression(text.removeprefix("?"), token)
            self._expressions[text] = (
                BooleanExpression.parse(self, tokens)
                if text.startswith("?")
                else FilteredExpression.parse(self, tokens)  # type: ignore[assignment]  # it holds either
            )
        return self._expressions[text]


INCLUDES = ("include", "include_relative", "include_cached")
SILENT = ("link", "post_url", "seo", "feed_meta")
"""Tags known to print nothing that a handout could use."""


class _Guarded(Tag):
    """A tag whose faults are told, and which knows its place."""

    def __init__(self, env: _Environment, inner: Tag) -> None:
        super().__init__(env)
        self._environment = env
        self._inner = inner
        self.name, self.block, self.end = inner.name, inner.block, inner.end

    def get_node(self, stream: TokenStream) -> Node:
        """Parse the tag; one that cannot be parsed prints nothing."""
        token, begin, depth = stream.current, stream.pos, stream.block_depth
        source, body, text = self._environment.parsed
        start = body + _opening(text, token)
        try:
            if _RANGE_SEARCH.search(stream.peek.value):
                raise LiquidTypeError("a range is searched", token=token)
            node = self._inner.parse(stream)
        except (LiquidError, ValueError, IndexError, TypeError, RecursionError) as error:
            self._environment.engine.host.fault(_said(error), source, start)
            stream.pos, stream.block_depth = begin, depth
            self._skip(stream, token.value)
            node = _Blank(token)
        return _Guard(node, source, start)

    def parse(self, stream: TokenStream) -> Node:
        """Parse the tag."""
        return self.get_node(stream)

    def _skip(self, stream: TokenStream, name: str) -> None:
        """Step to the last token of what was not parsed."""
        if stream.current.kind == TOKEN_CONTENT:
            return
        if stream.peek.kind == TOKEN_EXPRESSION:
            next(stream)
        if not self.block or not self.end or self.name == TOKEN_CONTENT:
            return
        depth, at = 1, stream.pos + 1
        while at < len(stream.tokens):
            token = stream.tokens[at]
            if token.kind == TOKEN_TAG and token.value == name:
                depth += 1
            elif token.kind == TOKEN_TAG and token.value == self.end:
                depth -= 1
                if not depth:
                    stream.pos = at
                    return
            at += 1


class _Guard(Node):
    """A node that goes on after a fault."""

    __slots__ = ("inner", "source", "start")

    def __init__(self, inner: Node, source: Source, start: int) -> None:
        super().__init__(inner.token)
        self.inner, self.source, self.start = inner, source, start
        self.blank = inner.blank

    def render_to_output(self, context: RenderContext, buffer: TextIO) -> int:
        assert isinstance(context, _Context)
        engine = context.engine
        engine.spend(1)
        engine.at = self.source, self.start
        if isinstance(buffer, Buffer):
            buffer.stand(self.source, self.start)
        try:
            loop = getattr(self.inner, "expression", None)
            if isinstance(loop, LoopExpression):
                engine.spend(_LOOP_STEPS)
                # Before the loop makes a list of it.
                _refuse_large(loop.iterable.evaluate(context))
            return self.inner.render_to_output(context, buffer)
        except (LiquidInterrupt, StopRender, _EnoughError):
            raise
        except (LiquidError, ValueError, TypeError, ArithmeticError, LookupError) as error:
            engine.host.fault(_said(error), self.source, self.start)
        except (AttributeError, RecursionError) as error:
            engine.host.fault(_said(error), self.source, self.start)
        return 0


class _Blank(Node):
    """Prints nothing."""

    def render_to_output(self, context: RenderContext, buffer: TextIO) -> int:  # noqa: ARG002
        return 0


class _ContentNode(Node):
    """Text outside tags, with gaps where it meets them."""

    __slots__ = ("events",)

    def __init__(self, token: Token, events: tuple[Event, ...]) -> None:
        super().__init__(token)
        self.events = events
        self.blank = not any(isinstance(e, Printed) and e.text.strip() for e in events)

    def render_to_output(self, context: RenderContext, buffer: TextIO) -> int:  # noqa: ARG002
        if isinstance(buffer, Buffer):
            for event in self.events:
                buffer.put(event)
        return 1


class _Content(Tag):
    name = TOKEN_CONTENT
    block = False

    def __init__(self, env: _Environment) -> None:
        super().__init__(env)
        self._environment = env

    def parse(self, stream: TokenStream) -> Node:
        token = stream.expect(TOKEN_CONTENT)
        source, body, text = self._environment.parsed
        start = max(_position(token), 0)
        value = text[start : start + len(token.value)]
        events = tuple(_placed(value, source, body + start))
        if text[max(start - 80, 0) : start].rstrip().endswith("%}"):
            events = (Nothing(source, body + start), *events)
        end = start + len(value)
        if text[end : end + 80].lstrip().startswith("{%"):
            events = (*events, Nothing(source, body + end))
        return _ContentNode(token, events)


class _OutputNode(Node):
    __slots__ = ("expression", "source", "start")

    def __init__(self, token: Token, expression: Any, source: Source, start: int) -> None:
        super().__init__(token)
        self.expression, self.source, self.start = expression, source, start
        self.blank = False

    def render_to_output(self, context: RenderContext, buffer: TextIO) -> int:
        assert isinstance(context, _Context)
        value = self.expression.evaluate(context)
        if isinstance(buffer, Buffer):
            context.engine.show(buffer, value, self.source, self.start)
        return 1


class _Output(Tag):
    name = "output"
    block = False

    def __init__(self, env: _Environment) -> None:
        super().__init__(env)
        self._environment = env

    def parse(self, stream: TokenStream) -> Node:
        token = next(stream)
        source, body, text = self._environment.parsed
        if stream.current.kind != TOKEN_EXPRESSION or not stream.current.value:
            return _Blank(token)
        inner = stream.current
        tokens = _expression(inner.value, inner)
        expression = FilteredExpression.parse(self.env, tokens)
        return _OutputNode(token, expression, source, body + _opening(text, token))


class _Silent(Tag):
    block = False

    def parse(self, stream: TokenStream) -> Node:
        token = stream.current
        if stream.peek.kind == TOKEN_EXPRESSION:
            next(stream)
        return _Blank(token)


class _HighlightNode(Node):
    __slots__ = ("body", "language")

    def __init__(self, token: Token, body: Node, language: str) -> None:
        super().__init__(token)
        self.body, self.language = body, language
        self.blank = False

    def render_to_output(self, context: RenderContext, buffer: TextIO) -> int:
        inner = context.get_buffer(buffer)
        self.body.render(context, inner)
        if isinstance(inner, Buffer) and isinstance(buffer, Buffer):
            code = "".join(event.text for event in inner.events if isinstance(event, Printed))
            fence = "~" * 4
            while fence in code:
                fence += "~"
            buffer.write(f"\n{fence} {self.language}\n")
            buffer.extend(_stripped(inner.events))
            buffer.write(f"\n{fence}\n")
        return 1


class _Highlight(Tag):
    name = "highlight"
    end = "endhighlight"

    def parse(self, stream: TokenStream) -> Node:
        token = next(stream)
        language = ""
        if stream.current.kind == TOKEN_EXPRESSION:
            language = next(stream).value.split()[0]
        body = get_parser(self.env).parse_block(stream, (self.end,))
        stream.expect(TOKEN_TAG, value=self.end)
        return _HighlightNode(token, body, language if language.isalnum() else "")


class _IncludeNode(Node):
    __slots__ = ("expression", "expression_start", "place", "tag")

    def __init__(self, tag: str, token: Token, expression: Token, place: tuple[Any, ...]) -> None:
        super().__init__(token)
        self.tag, self.expression, self.place = tag, expression, place
        self.blank = False

    def render_to_output(self, context: RenderContext, buffer: TextIO) -> int:
        assert isinstance(context, _Context)
        context.engine.spend(_INCLUDE_STEPS)
        call = self._call(context)
        inner = Buffer(context.engine, call.source, call.start)
        if call.file:
            self._render(context, inner, call)
        context.engine.at = call.source, call.start
        value = context.engine.host.put(call, inner.events)
        if isinstance(buffer, Buffer):
            buffer.put(Nothing(call.source, call.start))
            if value is None:
                buffer.extend(_without_line_end(inner.events, call))
            else:
                buffer.put(Put(value, call.source, call.start))
            buffer.put(Nothing(call.source, call.end))
        return 1

    def _render(self, context: _Context, buffer: Buffer, call: Call) -> None:
        assert call.file
        template = context.engine.template(call.file, 0)
        given = Record((name, parameter.value) for name, parameter in call.parameters.items())
        with context.extend({"include": given}, template=template):
            template.render_with_context(context, buffer, partial=True)

    def _call(self, context: _Context) -> Call:
        source, body, start, end = self.place
        text = self.expression.value
        at = body + self.expression.start_index
        match = _FILE_NAME.match(text)
        name = next((part for part in match.groups() if part is not None), "") if match else ""
        name = _IN_NAME.sub(lambda m: self._value_text(context, m[1]), name)
        rest, at = (text[match.end() :], at + match.end()) if match else (text, at)
        given, left_over = liquid_tags.parameters(rest)
        parameters: dict[str, Parameter] = {}
        for found in given:
            span = source.span(at + found.start, at + found.end)
            value = (
                Text(found.value, Place(source, span))
                if found.is_quoted
                else self._value(context, found.value)
            )
            parameters[found.name] = Parameter(value, span, found.is_quoted)
        file = context.engine.host.template(self.tag, name, source)
        return Call(file, self.tag, parameters, left_over, source, start, end)

    def _value(self, context: _Context, text: str) -> object:
        tokens = _expression(text, self.expression)
        return parse_primitive(context.env, tokens).evaluate(context)

    def _value_text(self, context: _Context, text: str) -> str:
        value = context.engine._environment.expression(text.strip()).evaluate(context)
        return "" if _is_nothing(value) else _plain(value)


def _without_line_end(events: Sequence[Event], call: Call) -> Sequence[Event]:
    """Return *events* without the line end of a file that is included amid a line."""
    behind = call.source.text[call.end :].partition("\n")[0]
    last = events[-1] if events else None
    if not behind.strip() or not isinstance(last, Printed) or not last.text.endswith("\n"):
        return events
    return (*events[:-1], replace(last, text=last.text.rstrip("\n")))


class _Include(Tag):
    block = False

    def __init__(self, env: _Environment, name: str) -> None:
        super().__init__(env)
        self._environment = env
        self.name = name

    def parse(self, stream: TokenStream) -> Node:
        token = next(stream)
        stream.expect(TOKEN_EXPRESSION)
        expression = stream.current
        source, body, text = self._environment.parsed
        end = text.find("%}", expression.start_index + len(expression.value)) + 2
        place = source, body, body + _opening(text, token), body + end
        return _IncludeNode(self.name, token, expression, place)


def _filtered(
    engine: Engine,
    name: str,
    function: Callable[..., object],
    left: object,
    *arguments: object,
    **named: object,
) -> object:
    """Return what the filter *function* makes of *left*, whose place and work stay known."""
    for value in (left, *arguments):
        _refuse_large(value)
        if isinstance(value, list | tuple | dict | str):
            engine.spend(1 + len(value) // (200 if isinstance(value, str) else 4))
    try:
        made = function(left, *arguments, **named)
    except LiquidError:
        raise
    except (TypeError, ValueError, LookupError, AttributeError, ArithmeticError) as error:
        raise LiquidTypeError(f"{name}: {error}", token=None) from error
    _refuse_large(made)
    if isinstance(made, str) and isinstance(left, Text) and made == left:
        return left
    if type(made) is str and name not in _NOT_SHOWN:
        entry = next(filter(None, map(entry_of, (left, *arguments))), "")
        return Text(made, entry=entry) if entry else made
    return made


def _refuse_large(value: object) -> None:
    is_large = False
    match value:
        case bool():
            pass
        case int():
            is_large = value.bit_length() > _MOST_BITS
        case str():
            is_large = len(value) > MOST_CHARACTERS
        case range():
            is_large = value.stop - value.start > MOST_ITEMS
        case list() | tuple():
            is_large = len(value) > MOST_ITEMS
    if is_large:
        raise LiquidTypeError("a value grows too large", token=None)


def _placed(text: str, source: Source, start: int) -> Iterable[Event]:
    """Yield *text* as it stands at *start*, with its gaps."""
    at = 0
    for match in _GAPS.finditer(text):
        if match.start() > at:
            yield Printed(text[at : match.start()], source, start + at, True)
        yield Nothing(source, start + match.start())
        at = match.end()
    if at < len(text):
        yield Printed(text[at:], source, start + at, True)


def _stripped(events: Sequence[Event]) -> Sequence[Event]:
    """Return *events* without a line end before the first words and after the last."""
    kept = [event for event in events if not isinstance(event, Nothing)]
    if kept and isinstance(first := kept[0], Printed) and first.text.startswith("\n"):
        kept[0] = Printed(first.text[1:], first.source, first.start + 1, first.verbatim)
    if kept and isinstance(last := kept[-1], Printed) and last.text.endswith("\n"):
        kept[-1] = Printed(last.text[:-1], last.source, last.start, last.verbatim)
    return [event for event in kept if not isinstance(event, Printed) or event.text]


def _position(token: Token) -> int:
    """Return where the words of *token* begin: hyphens and `raw` stand before them."""
    return token.source.find(token.value, token.start_index)


def _opening(text: str, token: Token) -> int:
    """Return where the tag begins that *token* names."""
    at = text.rfind("{%" if token.kind == TOKEN_TAG else "{{", 0, token.start_index + 2)
    return at if at >= 0 and token.kind != TOKEN_CONTENT else token.start_index


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return value if isinstance(value, str) else str(value)


def _is_nothing(value: object) -> bool:
    return value is None or isinstance(value, Undefined)


def _said(error: Exception) -> str:
    """Return what *error* says, in a few words."""
    if isinstance(error, RecursionError):
        return "it nests too deep"
    message = getattr(error, "message", None) or str(error)
    if lacking := re.search(r"(\w+)\(\) missing \d+ required", str(message)):
        return f"`{lacking[1]}` is not told all that it needs"
    return " ".join(str(message).split())[:100] or "it cannot be evaluated"
