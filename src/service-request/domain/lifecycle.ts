import type { ServiceRequestEventType } from './events.js';

/** Events that move the request itself: in order of `occurredAt` among themselves. All others are annotations. */
const LIFECYCLE: ReadonlySet<ServiceRequestEventType> = new Set([
  'RequestReceived',
  'RequestAccepted',
  'RequestTransferred',
  'TransferAccepted',
  'TransferRefused',
  'TransferRecalled',
  'RequestSuspended',
  'RequestResumed',
  'RequestCompleted',
  'RequestReopened',
]);

export const isLifecycle = (type: ServiceRequestEventType): boolean => LIFECYCLE.has(type);
