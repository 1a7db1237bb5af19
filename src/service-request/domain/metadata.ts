import type { IsoInstant } from '../../kernel/instant.js';

/** Stored with every event of every stream, from the first day. */
export interface EventMetadata {
  readonly recordedAt: IsoInstant;
  readonly principal: string;
  readonly correlationId: string;
  readonly causationId: string;
  /** The idempotency key within the stream: the sender and its own id. */
  readonly source: { readonly source: string; readonly id: string };
  /** SHA-256 over the command as sent, sealed fields entering as a keyed MAC; tells ID_REUSED from a resend. */
  readonly contentDigest: string;
  /** What the sender's clock said, where it was set to the predecessor's instant. */
  readonly claimedOccurredAt?: IsoInstant;
  /** W3C trace context of the command it came from; only where tracing was on and the trace is kept. Names nobody. */
  readonly traceparent?: string;
  /** Hash of the stream's previous event, or null for the first; see kernel/audit-hash. */
  readonly previousHash: string | null;
  /** SHA-256 (hex) over the RFC 8785 form of { stream, revision, id, type, data, metadata without hash }. */
  readonly hash: string;
}
