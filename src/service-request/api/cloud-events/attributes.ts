import { CloudEvent } from 'cloudevents';
import type { FieldProblem } from '../../../platform/check-input.js';
import { parseInstant } from '../../../platform/rfc3339.js';
import { isRequestId, parseSubject, type RequestIds } from '../../domain/request-ids.js';
import { isSource } from '../payloads/fields.js';

/** The attributes this service reads, checked; `type` may still be a name it does not know. */
export interface EventAttributes extends RequestIds {
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly occurredAt: string;
}
export type AttributesReading =
  | { readonly ok: true; readonly attributes: EventAttributes }
  | { readonly ok: false; readonly fields: readonly FieldProblem[] };

type Raw = Readonly<Record<string, unknown>>;
const ATTRIBUTES_MAX = 40;

/**
 * CloudEvents 1.0 attributes. The SDK's schema has the last word, but its constructor gives a missing id a random one and a
 * missing time the present, so what must be there is looked at first.
 */
export function readAttributes(raw: Raw, defaultHallId: string): AttributesReading {
  const attributes = withoutUnset(raw);
  const problems = [...requiredProblems(attributes), ...extensionProblems(attributes)];
  if (problems.length > 0) return { ok: false, fields: problems };
  const [id, source, type] = [textOf(attributes, 'id'), textOf(attributes, 'source'), textOf(attributes, 'type')];
  const ids = requestIdsOf(textOf(attributes, 'subject'), defaultHallId);
  const occurredAt = parseInstant(textOf(attributes, 'time'));
  const fields = [
    ...complain(!isRequestId(id), 'id', 'must be 1 to 128 printable characters'),
    ...complain(!isSource(source), 'source', 'must be a URI reference of 1 to 256 characters'),
    ...complain(ids === null, 'subject', 'must be <hallId>.<requestId>, or the request id alone when it holds no dot'),
    ...complain(occurredAt === null, 'time', 'must be an RFC 3339 date and time with a zone'),
  ];
  const remaining = fields.length > 0 ? fields : sdkProblems(attributes);
  if (remaining.length > 0 || ids === null || occurredAt === null) return { ok: false, fields: remaining };
  return { ok: true, attributes: { ...ids, id, source, type, occurredAt } };
}

/** `requiredProblems` has seen that it is a string. */
const textOf = (attributes: Raw, name: string): string => String(attributes[name]);

const complain = (wrong: boolean, field: string, message: string): FieldProblem[] => (wrong ? [{ field, message }] : []);

/** The JSON format lets an unset attribute be null. */
function withoutUnset(raw: Raw): Raw {
  return Object.fromEntries(Object.entries(raw).filter(([name, value]) => value !== null && name !== 'data' && name !== 'data_base64'));
}

function requiredProblems(attributes: Raw): FieldProblem[] {
  const problems = ['id', 'source', 'type', 'subject', 'time'].flatMap((name) => {
    const value = attributes[name];
    return complain(typeof value !== 'string' || value.length === 0, name, 'must be a non-empty string');
  });
  return [...complain(attributes['specversion'] !== '1.0', 'specversion', 'must be "1.0"'), ...problems];
}

const CORE: ReadonlySet<string> = new Set(['id', 'source', 'type', 'subject', 'time', 'specversion', 'datacontenttype', 'dataschema']);

/** The SDK's type check lets objects and arrays through; CloudEvents knows strings, booleans and 32-bit integers. */
function extensionProblems(attributes: Raw): FieldProblem[] {
  const names = Object.keys(attributes);
  if (names.length > ATTRIBUTES_MAX) return [{ field: '', message: `more than ${ATTRIBUTES_MAX} attributes` }];
  return names.filter((name) => !CORE.has(name)).flatMap((name) => {
    const value = attributes[name];
    const allowed = typeof value === 'string' || typeof value === 'boolean' || (Number.isInteger(value) && Math.abs(Number(value)) < 2 ** 31);
    const named = /^[a-z0-9]+$/.test(name);
    return complain(!named, name.slice(0, 64), 'is no attribute name: lower-case letters and digits only')
      .concat(complain(named && !allowed, name.slice(0, 64), 'must be a string, a boolean or a 32-bit integer'));
  });
}

function requestIdsOf(subject: string, defaultHallId: string): RequestIds | null {
  if (subject.includes('.')) return parseSubject(subject);
  return isRequestId(subject) ? { hallId: defaultHallId, requestId: subject } : null;
}

function sdkProblems(attributes: Raw): FieldProblem[] {
  try {
    new CloudEvent(attributes, true);
    return [];
  } catch (error) {
    return [{ field: '', message: sdkMessage(error) }];
  }
}

/** The SDK appends its schema errors as JSON; one line of it is for people. */
function sdkMessage(error: unknown): string {
  const detail = (error as { errors?: { instancePath?: string; message?: string }[] }).errors?.[0];
  const where = detail?.instancePath?.replace(/^\//, '');
  return `is not a valid CloudEvent${detail?.message ? `: ${where ? `${where} ` : ''}${detail.message}` : ''}`;
}
