import type { FieldPolicy } from './field-classes.js';

/** What commands answer, and who asks. */
export const FIELDS_OF_COMMANDS: FieldPolicy = {
  AlreadyRecorded: { operational: 'eventId position revision' },
  CatalogueChange: { operational: 'recorded refused unchanged' },
  Recorded: { operational: 'eventId position revision' },
  RectificationRecorded: { operational: 'before eventId position revision' },
  RectificationRefused: { operational: 'code reason reasonZh retryable' },
  Refused: { operational: 'code reason reasonZh retryable' },
  RefusedEntry: { operational: 'code entry message' },
  Viewer: { own: 'defaultHallId principal role' },
};
