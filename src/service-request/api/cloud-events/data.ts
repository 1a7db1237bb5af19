import type { Checked } from '../../../platform/check-input.js';
import { parseStrictJson, StrictJsonError } from '../../../platform/http/strict-json.js';

type Raw = Readonly<Record<string, unknown>>;

/** In a CloudEvent these are attributes; a payload that repeats them could contradict them. */
const ENVELOPE_MEMBERS = ['source', 'id', 'hallId', 'requestId', 'occurredAt'];
const JSON_TYPE = /^application\/(?:[a-z0-9.+-]+\+)?json(?:\s*;.*)?$/i;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

const wrong = (field: string, message: string): Checked<never> => ({ ok: false, fields: [{ field, message }] });

/** The event's payload as an object; absent data is an empty one. */
export function readData(raw: Raw): Checked<Raw> {
  const { datacontenttype: contentType, data, data_base64: base64 } = raw;
  if (contentType !== undefined && contentType !== null && !(typeof contentType === 'string' && JSON_TYPE.test(contentType))) {
    return wrong('datacontenttype', 'must be application/json');
  }
  if (base64 === undefined || base64 === null) return checkMembers(data ?? {});
  if (data !== undefined) return wrong('data_base64', 'must not stand beside data');
  return decodeBase64(base64);
}

function decodeBase64(base64: unknown): Checked<Raw> {
  if (typeof base64 !== 'string' || !BASE64.test(base64)) return wrong('data_base64', 'must be base64');
  try {
    return checkMembers(parseStrictJson(Buffer.from(base64, 'base64')));
  } catch (error) {
    if (error instanceof StrictJsonError) return wrong('data_base64', `must hold JSON. ${error.message}`);
    throw error;
  }
}

function checkMembers(data: unknown): Checked<Raw> {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return wrong('data', 'must be an object');
  const repeated = ENVELOPE_MEMBERS.filter((name) => Object.hasOwn(data, name));
  if (repeated.length > 0) return { ok: false, fields: repeated.map((name) => ({ field: `data.${name}`, message: 'is an attribute of the event, not of its data' })) };
  return { ok: true, value: data as Raw };
}
