import { type Decision, reject } from '../../kernel/decider.js';
import type { ReferenceEvent } from './events.js';

/** Why a catalogue entry was not recorded; the rest of the catalogue is. */
export type CatalogueRefusalCode =
  | 'INVALID_ENTRY' // an id, name, calendar, limit, route or share that cannot be
  | 'DUPLICATE_ENTRY' // the same id twice in one catalogue
  | 'UNKNOWN_PARENT'
  | 'PARENT_CYCLE'
  | 'UNKNOWN_CALENDAR'
  | 'UNKNOWN_DEPARTMENT'
  | 'CALENDAR_PAST_CHANGE' // a date before the recording day would change
  | 'CALENDAR_ZONE_CHANGE';

export interface CatalogueRefusal {
  readonly code: CatalogueRefusalCode;
  /** For the administrator: names the value and says what to do. */
  readonly message: string;
}

/** No event: the entry says nothing new. */
export type EntryDecision = Decision<ReferenceEvent, CatalogueRefusal>;

export const refuseEntry = (code: CatalogueRefusalCode, message: string): EntryDecision => reject({ code, message });
