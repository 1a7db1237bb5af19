import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace-node';

/** `ExportResultCode.SUCCESS` of a package that is not ours to import. */
const SUCCESS = 0;
type Outcome = Parameters<Parameters<SpanExporter['export']>[1]>[0];

/** Tells how many spans arrived: a collector that is away must be seen, and must disturb nobody. */
export class CountedExporter implements SpanExporter {
  constructor(
    private readonly inner: SpanExporter,
    private readonly told: (outcome: 'exported' | 'lost', spans: number) => void,
  ) {}

  export(spans: ReadableSpan[], done: (outcome: Outcome) => void): void {
    this.inner.export(spans, (outcome) => {
      this.told(Number(outcome.code) === SUCCESS ? 'exported' : 'lost', spans.length);
      done(outcome);
    });
  }

  forceFlush(): Promise<void> {
    return this.inner.forceFlush?.() ?? Promise.resolve();
  }

  shutdown(): Promise<void> {
    return this.inner.shutdown();
  }
}
