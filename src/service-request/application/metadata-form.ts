import { canonicalText } from '../../event-store/canonical-form.js';
import type { UnsealedEvent } from '../../event-store/sealing.js';
import type { EventMetadata } from '../domain/metadata.js';

type Unchained = Omit<EventMetadata, 'previousHash' | 'hash'>;

/** Hexadecimal digits and instants stand in JSON as they are. */
const asIs = (text: string): string => `"${text}"`;

/** The RFC 8785 form of an event's metadata, cut where the value of `previousHash` goes: its keys in order are these. */
export function metadataForm(metadata: Unchained): UnsealedEvent['metadata'] {
  const { recordedAt, principal, correlationId, causationId, source: { source, id }, contentDigest, claimedOccurredAt, traceparent } = metadata;
  const claimed = claimedOccurredAt === undefined ? '' : `"claimedOccurredAt":${asIs(claimedOccurredAt)},`;
  const traced = traceparent === undefined ? '' : `,"traceparent":${canonicalText(traceparent)}`;
  return [
    `{"causationId":${canonicalText(causationId)},${claimed}"contentDigest":${asIs(contentDigest)},"correlationId":${canonicalText(correlationId)},"previousHash":`,
    `,"principal":${canonicalText(principal)},"recordedAt":${asIs(recordedAt)},"source":{"id":${canonicalText(id)},"source":${canonicalText(source)}}${traced}}`,
  ];
}
