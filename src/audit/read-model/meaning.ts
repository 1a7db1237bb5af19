import type { RecordedEvent } from '../../event-store/event-store.port.js';
import { orPoison, Poison } from '../../efficiency/read-model/poison.js';
import { readRectificationEvent, readRequestEvent, readWarningEvent } from '../../efficiency/read-model/read-stored.js';
import type { Meaning, StreamKind } from '../history/recorded.js';

const READERS: Readonly<Record<StreamKind, (event: RecordedEvent) => Meaning>> = {
  REQUEST: (event) => ({ kind: 'REQUEST', event: readRequestEvent(event) }),
  WARNING: (event) => ({ kind: 'WARNING', event: readWarningEvent(event) }),
  RECTIFICATION: (event) => ({ kind: 'RECTIFICATION', event: readRectificationEvent(event) }),
  CALENDAR: () => ({ kind: 'CALENDAR' }),
};

/** What an event says; one that the figures cannot take either says why. */
export function meaningOf(from: StreamKind, event: RecordedEvent): Meaning {
  try {
    return READERS[from](event);
  } catch (error) {
    return { kind: 'UNTAKEN', why: { code: codeOf(error), behind: null } };
  }
}

/** The code under which the figures park an event. */
export function codeOf(error: unknown): string {
  try {
    return orPoison((): never => {
      throw error;
    });
  } catch (poison) {
    return poison instanceof Poison ? poison.code : 'FACTS_FAILED';
  }
}
