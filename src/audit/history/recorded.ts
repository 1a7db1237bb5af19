import type { ServiceRequestEvent } from '../../service-request/domain/events.js';
import type { RectificationEvent } from '../../rectification/domain/rectification-events.js';
import type { WarningEvent } from '../../warnings/domain/warning-events.js';

/** Why an event is in no figure: it could not be taken, or it waits behind one that could not. */
export interface Untaken {
  readonly code: string;
  /** Of the event at fault; null when it is this one. */
  readonly behind: bigint | null;
}

/** What an event of a request's history is, as far as it can be read. */
export type Meaning =
  | { readonly kind: 'REQUEST'; readonly event: ServiceRequestEvent }
  | { readonly kind: 'WARNING'; readonly event: WarningEvent }
  | { readonly kind: 'RECTIFICATION'; readonly event: RectificationEvent }
  /** The calendar of the request changed while it was open. */
  | { readonly kind: 'CALENDAR' }
  | { readonly kind: 'UNTAKEN'; readonly why: Untaken };

/** Which stream an event stands in; each stops at an event that cannot be taken by itself. */
export type StreamKind = 'REQUEST' | 'WARNING' | 'RECTIFICATION' | 'CALENDAR';

/** One event of a request's history in the order of the log. */
export interface Recorded {
  readonly from: StreamKind;
  readonly position: bigint;
  readonly revision: number;
  readonly meaning: Meaning;
}
