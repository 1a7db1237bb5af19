/**
 * Columns of an event log that a process-mining tool knows by name (XES), in tables as in logs; `case:` is of the whole case. Every
 * other field of an event is a column of this product's own, so that nothing is lost on the way out and in.
 */
export const EVENT_LOG = {
  /** `<hallId>.<requestId>` */
  subject: 'case:concept:name',
  type: 'concept:name',
  occurredAt: 'time:timestamp',
  departmentId: 'org:group',
  officerId: 'org:resource',
  transition: 'lifecycle:transition',
} as const;

const OWN = 'se:';
/** Of a field of the event's data. */
export const columnOfField = (path: string): string => `${OWN}${path}`;

/** Of what the log says about the event. */
export const EVENT_COLUMNS = {
  position: `${OWN}event.position`,
  revision: `${OWN}event.revision`,
  id: `${OWN}event.id`,
  recordedAt: `${OWN}event.recordedAt`,
  claimedOccurredAt: `${OWN}event.claimedOccurredAt`,
  principal: `${OWN}event.principal`,
  source: `${OWN}event.source`,
  sourceId: `${OWN}event.sourceId`,
  hash: `${OWN}event.hash`,
} as const;

/** Items of a list in a log: `se:route` holds `se:route.1`, `se:route.2`, … */
export const columnOfItem = (path: string, index: number): string => `${OWN}${path}.${index + 1}`;
