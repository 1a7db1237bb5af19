import { canonicalText } from '../../event-store/canonical-form.js';
import type { UnsealedEvent } from '../../event-store/sealing.js';
import type { EventMetadata } from '../domain/metadata.js';

type Unchained = Omit<EventMetadata, 'previousHash' | 'hash'>;

/** The RFC 8785 form of an event's metadata, cut where the value of `previousHash` goes: its keys in order are these. */
export function metadataForm(metadata: Unchained): UnsealedEvent['metadata'] {
  const { recordedAt, principal, correlationId, causationId, source: { source, id }, contentDigest, claimedOccurredAt, traceparent } = metadata;
  const claimed = claimedOccurredAt === undefined ? '' : `"claimedOccurredAt":${canonicalText(claimedOccurredAt)},`;
  const traced = traceparent === undefined ? '' : `,"traceparent":${canonicalText(traceparent)}`;
  return [
    `{"causationId":${canonicalText(causationId)},${claimed}"contentDigest":${canonicalText(contentDigest)},"correlationId":${canonicalText(correlationId)},"previousHash":`,
    `,"principal":${canonicalText(principal)},"recordedAt":${canonicalText(recordedAt)},"source":{"id":${canonicalText(id)},"source":${canonicalText(source)}}${traced}}`,
  ];
}
