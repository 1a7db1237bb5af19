import type { Attributes, Context, Link, SpanKind } from '@opentelemetry/api';
import { ParentBasedSampler, type Sampler, SamplingDecision, type SamplingResult, TraceIdRatioBasedSampler } from '@opentelemetry/sdk-trace-node';

/** As the caller decided, else a share of all; what is linked to a trace that is kept is kept with it. */
export class LinkedSampler implements Sampler {
  private readonly others: Sampler;

  constructor(private readonly share: number) {
    this.others = new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(share) });
  }

  // The interface's own list of parameters.
  shouldSample(...[context, traceId, name, kind, attributes, links]: [Context, string, string, SpanKind, Attributes, Link[]]): SamplingResult {
    if (links.length > 0) return { decision: SamplingDecision.RECORD_AND_SAMPLED };
    return this.others.shouldSample(context, traceId, name, kind, attributes, links);
  }

  toString(): string {
    return `LinkedSampler{${this.share}}`;
  }
}
