import type { ServiceRequestEventType } from './events.js';

/** `texts`: a list of them; `numbers`: numbers by name; the others are what they say. */
export type FlatKind = 'text' | 'instant' | 'int' | 'float' | 'texts' | 'numbers';
export type FlatValue = string | number | readonly string[] | Readonly<Record<string, number>>;
export interface FlatField {
  /** Where in the event's data: `promisedLimit.amount` lies in `promisedLimit`. */
  readonly path: string;
  readonly kind: FlatKind;
}

const of = (kind: FlatKind, ...paths: readonly string[]): readonly FlatField[] => paths.map((path) => ({ path, kind }));
const limit = (name: string): readonly FlatField[] => [
  ...of('text', `${name}.unit`), ...of('float', `${name}.amount`), ...of('instant', `${name}.dueAt`),
];

/** What a receipt pins, as it stood. */
export const PINNED_FIELDS: readonly FlatField[] = [
  ...of('int', 'serviceItemVersion'), ...limit('promisedLimit'), ...limit('statutoryLimit'), ...of('texts', 'route'), ...of('text', 'calendarId'),
  ...of('int', 'calendarVersion'), ...of('text', 'clockStart'), ...of('float', 'warningShare'),
];

/** The fields that every event has; tables and logs have columns of their own for them. */
export const COMMON_FIELDS: readonly string[] = ['hallId', 'requestId', 'occurredAt', 'departmentId', 'officerId'];

/**
 * Every other field of every event, as columns of a table or attributes of a log: one name, one kind, whatever the event. Sealed texts
 * are not among them: they are of people, and say nothing without their keys.
 */
export const FLAT_FIELDS: readonly FlatField[] = [
  ...of('text', 'terminalId', 'serviceItemCode', 'channel', 'urgency'), ...PINNED_FIELDS,
  ...of('text', 'fromDepartmentId', 'toDepartmentId', 'reasonCode', 'assignedOfficerId', 'step', 'cause', 'legalBasis', 'limit'),
  ...of('float', 'amount'), ...of('instant', 'dueAt'), ...of('text', 'approver', 'outcome'), ...of('int', 'score'), ...of('numbers', 'dimensions'),
  ...of('int', 'revision'), ...of('text', 'verdict'),
];

type Data = Readonly<Record<string, unknown>>;
const isRecord = (value: unknown): value is Data => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The values of an event's data by path; what is absent or null has none. */
export function flatten(data: object): ReadonlyMap<string, FlatValue> {
  const values = new Map<string, FlatValue>();
  for (const { path } of FLAT_FIELDS) {
    const value = valueAt(data as Data, path);
    if (value !== undefined && value !== null) values.set(path, value as FlatValue);
  }
  return values;
}

function valueAt(data: Data, path: string): unknown {
  const [name = '', inner] = path.split('.');
  const value = data[name];
  return inner === undefined ? value : isRecord(value) ? value[inner] : undefined;
}

/** The data again, without the common fields: what has no value is absent, but null where the event's type has it so. */
export function unflatten(type: ServiceRequestEventType, values: ReadonlyMap<string, FlatValue>): Record<string, unknown> {
  const data: Record<string, unknown> = type === 'RequestReceived' ? { promisedLimit: null, statutoryLimit: null, route: [], applicant: null } : {};
  for (const [path, value] of values) {
    const [name = '', inner] = path.split('.');
    if (inner === undefined) data[name] = value;
    else data[name] = { ...(isRecord(data[name]) ? data[name] : {}), [inner]: value };
  }
  return data;
}
