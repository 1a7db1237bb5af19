import { AsyncLocalStorage } from 'node:async_hooks';
import { type Attributes, type Link, ROOT_CONTEXT, type Span, SpanKind, SpanStatusCode, trace, TraceFlags, type Tracer } from '@opentelemetry/api';
import { formatTraceparent, type SpanPlace } from './traceparent.js';

const CLOSE_MS_MAX = 2_000;

export interface SpanOptions {
  readonly kind?: SpanKind;
  readonly attributes?: Attributes;
  readonly links?: Link[];
  /** `performance.timeOrigin` + `performance.now()` of its beginning; default: now. */
  readonly startedMs?: number;
}

/** Starts spans and knows which one is under way. Exists only while tracing is on; who may be without holds `Tracing | null`. */
export class Tracing {
  private readonly current = new AsyncLocalStorage<Span>();

  constructor(
    private readonly tracer: Tracer,
    private readonly shutDown: () => Promise<void> = () => Promise.resolve(),
  ) {}

  /** Below `parent`; null begins a trace. */
  start(name: string, parent: Span | SpanPlace | null, { kind = SpanKind.INTERNAL, attributes, links, startedMs }: SpanOptions = {}): Span {
    const context = parent === null ? ROOT_CONTEXT : trace.setSpan(ROOT_CONTEXT, spanOf(parent));
    return this.tracer.startSpan(name, { kind, attributes: attributes ?? {}, links: links ?? [], ...(startedMs !== undefined && { startTime: startedMs }) }, context);
  }

  /** The span of whoever calls this; null outside any. */
  active(): Span | null {
    return this.current.getStore() ?? null;
  }

  /** Runs `task`, and all that it starts, under the span. */
  under<T>(span: Span, task: () => T): T {
    return this.current.run(span, task);
  }

  /** Runs `task` under a span of its own, which ends with it. */
  async within<T>(name: string, options: SpanOptions, task: (span: Span) => Promise<T>): Promise<T> {
    const span = this.start(name, this.active(), options);
    try {
      return await this.under(span, () => task(span));
    } catch (error) {
      fail(span, error);
      throw error;
    } finally {
      span.end();
    }
  }

  /** Sends what is still here, as far as that goes in bounded time: a collector that is away must not hold up a stop. */
  async close(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, CLOSE_MS_MAX)));
    await Promise.race([this.shutDown().catch(() => undefined), late]);
    clearTimeout(timer);
  }
}

/** Undefined for a span that nobody keeps: nothing could ever be linked to it. */
export function traceparentOf(span: Span): string | undefined {
  const { traceId, spanId, traceFlags } = span.spanContext();
  return (traceFlags & TraceFlags.SAMPLED) === 0 ? undefined : formatTraceparent({ traceId, spanId, sampled: true });
}

/** The kind of error, never its message: a message may quote what it is about. */
export function fail(span: Span, error: unknown): void {
  span.setStatus({ code: SpanStatusCode.ERROR });
  span.setAttribute('error.type', error instanceof Error ? error.name : typeof error);
}

function spanOf(parent: Span | SpanPlace): Span {
  if ('spanContext' in parent) return parent;
  const { traceId, spanId, sampled } = parent;
  return trace.wrapSpanContext({ traceId, spanId, traceFlags: sampled ? TraceFlags.SAMPLED : TraceFlags.NONE, isRemote: true });
}
