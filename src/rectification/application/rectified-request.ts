import type { EventStore } from '../../event-store/event-store.port.js';
import { streamOf } from '../../service-request/domain/events.js';

/** What a rectification needs of the request it belongs to. */
export interface RectifiedRequest {
  readonly isVoided: boolean;
  /** Every department that holds it or has held it. */
  readonly heldBy: readonly string[];
  /** The key of the receipt's applicant: forgetting the person forgets what was written about the matter. */
  readonly applicantKeyId: string | null;
}

export async function readRectifiedRequest(store: EventStore, hallId: string, requestId: string): Promise<RectifiedRequest> {
  let applicantKeyId: string | null = null;
  let isVoided = false;
  const heldBy = new Set<string>();
  for await (const { type, data } of store.readStream(streamOf(hallId, requestId))) {
    // Refused and recalled transfers lead back to one that held it before.
    const holder = type === 'RequestReceived' ? data['departmentId'] : type === 'RequestTransferred' ? data['toDepartmentId'] : undefined;
    if (typeof holder === 'string') heldBy.add(holder);
    if (type === 'RequestReceived') applicantKeyId = (data['applicant'] as { readonly keyId?: string } | null | undefined)?.keyId ?? null;
    if (type === 'RequestVoided') isVoided = true;
  }
  return { isVoided, heldBy: [...heldBy], applicantKeyId };
}
