import type { DocumentNode, ExecutionResult } from 'graphql';
import { type GRAPHQL_REASONS, type Metrics, secondsSince } from './metrics.js';

interface Weight {
  readonly cost?: number;
  readonly depth?: number;
}
interface UnderWay {
  readonly startedMs: number;
  readonly kind: 'query' | 'mutation';
}
interface Validation {
  getDocument(): DocumentNode;
}

type Reason = (typeof GRAPHQL_REASONS)[number];
/** What a refusal's message says of its reason; the rules give no code. */
const REASONS: readonly (readonly [RegExp, Reason])[] = [
  [/Query Cost limit/, 'cost'],
  [/Query depth limit/, 'depth'],
  [/contains more th.. \d+ tokens/, 'tokens'],
];
const REASON_OF_CODE: Readonly<Record<string, Reason>> = {
  GRAPHQL_VALIDATION_FAILED: 'invalid', UNAUTHENTICATED: 'unauthenticated', METHOD_NOT_ALLOWED: 'method',
};

/**
 * Measures operations. The limits' rules see a document once, when it is new; its weight is remembered with it, because a
 * question that is asked again is answered without being validated again.
 */
export class GraphqlMeter {
  private readonly weights = new WeakMap<DocumentNode, Weight>();
  private readonly underWay = new WeakMap<object, UnderWay>();

  constructor(private readonly metrics: Metrics) {}

  readonly costAccepted = (validation: Validation | null, { n }: { readonly n: number }): void => this.weigh(validation, { cost: n });
  readonly depthAccepted = (validation: Validation | null, { n }: { readonly n: number }): void => this.weigh(validation, { depth: n });

  readonly hooks = {
    preExecution: (_schema: unknown, document: DocumentNode, context: object): Promise<void> => {
      this.begin(document, context);
      return Promise.resolve();
    },
    onResolution: (_execution: unknown, context: object): Promise<void> => {
      const found = this.underWay.get(context);
      if (found !== undefined) this.metrics.graphqlDuration.observe({ kind: found.kind }, secondsSince(found.startedMs));
      return Promise.resolve();
    },
  };

  /** An answer with errors, as it goes out: one without data and with a status of its own was not executed. */
  seen<T extends { readonly statusCode: number; readonly response: ExecutionResult }>(answer: T): T {
    const { statusCode, response } = answer;
    const [first] = response.errors ?? [];
    if (first !== undefined && !response.data && statusCode >= 400) {
      const byMessage = REASONS.find(([pattern]) => pattern.test(first.message))?.[1];
      this.metrics.graphqlRefused.inc({ reason: byMessage ?? REASON_OF_CODE[String(first.extensions['code'])] ?? 'other' });
    }
    return answer;
  }

  private weigh(validation: Validation | null, weight: Weight): void {
    const document = validation?.getDocument();
    if (document !== undefined) this.weights.set(document, { ...this.weights.get(document), ...weight });
  }

  private begin(document: DocumentNode, context: object): void {
    const { cost, depth } = this.weights.get(document) ?? {};
    if (cost !== undefined) this.metrics.graphqlCost.observe(cost);
    if (depth !== undefined) this.metrics.graphqlDepth.observe(depth);
    const mutates = document.definitions.some((one) => 'operation' in one && String(one.operation) === 'mutation');
    this.underWay.set(context, { startedMs: performance.now(), kind: mutates ? 'mutation' : 'query' });
  }
}
