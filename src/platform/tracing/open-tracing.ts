import { randomUUID } from 'node:crypto';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BasicTracerProvider, BatchSpanProcessor, type SpanExporter, type SpanProcessor } from '@opentelemetry/sdk-trace-node';
import { ATTR_SERVICE_NAME } from '@opentelemetry/semantic-conventions';
import { CountedExporter } from './counted-exporter.js';
import { LinkedSampler } from './linked-sampler.js';
import type { TraceSettings } from './trace-settings.js';
import { Tracing } from './tracing.js';

const SERVICE = 'service-efficiency-tracker';
const EXPORT_MS_MAX = 5_000;
/** Beyond it spans are dropped: a collector that is away must not fill the memory. */
const WAITING_SPANS_MAX = 2_048;

export type Told = (outcome: 'exported' | 'lost', spans: number) => void;

/** Null while tracing is off. */
export function openTracing({ endpoint, share }: TraceSettings, told: Told): Tracing | null {
  if (endpoint === null) return null;
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/+$/, '')}/v1/traces`, timeoutMillis: EXPORT_MS_MAX });
  return tracingTo(exportInBatches(new CountedExporter(exporter, told)), share);
}

const exportInBatches = (exporter: SpanExporter): SpanProcessor =>
  new BatchSpanProcessor(exporter, { maxQueueSize: WAITING_SPANS_MAX, exportTimeoutMillis: EXPORT_MS_MAX });

/** Nothing global: two services in one process do not share a provider. */
export function tracingTo(processor: SpanProcessor, share: number): Tracing {
  const provider = new BasicTracerProvider({
    resource: resourceFromAttributes({ [ATTR_SERVICE_NAME]: SERVICE, 'service.instance.id': randomUUID() }),
    sampler: new LinkedSampler(share),
    spanProcessors: [processor],
  });
  return new Tracing(provider.getTracer(SERVICE), () => provider.shutdown());
}
