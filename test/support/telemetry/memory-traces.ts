import { InMemorySpanExporter, type ReadableSpan, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-node';
import { tracingTo } from '../../../src/platform/tracing/open-tracing.js';
import type { Tracing } from '../../../src/platform/tracing/tracing.js';

export interface MemoryTraces {
  readonly tracing: Tracing;
  /** Ended spans, oldest first. */
  readonly spans: () => readonly ReadableSpan[];
}

export function memoryTraces(share = 1): MemoryTraces {
  const exporter = new InMemorySpanExporter();
  return { tracing: tracingTo(new SimpleSpanProcessor(exporter), share), spans: () => exporter.getFinishedSpans() };
}
