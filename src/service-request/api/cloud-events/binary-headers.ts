import { ProblemError } from '../../../platform/http/problem.js';

/** Header names and values in turn, as node:http has them, so that a header sent twice is seen twice. */
export type RawHeaders = readonly string[];

/**
 * The attributes of a binary-mode event, in the JSON form's names. Values are percent-decoded, which the SDK leaves out.
 * @throws ProblemError 400 when a header is ambiguous or badly encoded.
 */
export function readBinaryHeaders(headers: RawHeaders, contentType: string): Readonly<Record<string, unknown>> {
  const attributes: Record<string, unknown> = { datacontenttype: contentType };
  for (let at = 0; at + 1 < headers.length; at += 2) {
    const header = (headers[at] ?? '').toLowerCase();
    if (!header.startsWith('ce-')) continue;
    const name = header.slice('ce-'.length);
    if (Object.hasOwn(attributes, name)) throw badHeader(header, name === 'datacontenttype' ? 'is the Content-Type here' : 'is sent twice');
    if (name === 'data' || name === '__proto__') throw badHeader(header, 'is no attribute');
    attributes[name] = decode(header, headers[at + 1] ?? '');
  }
  return attributes;
}

export const isBinaryMode = (headers: RawHeaders): boolean =>
  headers.some((name, at) => at % 2 === 0 && /^ce-(id|source|type|specversion)$/i.test(name));

function decode(header: string, value: string): string {
  const text = /^".*"$/.test(value) ? value.slice(1, -1).replace(/\\(.)/g, '$1') : value;
  if (!/^[\x20-\x7e]*$/.test(text)) throw badHeader(header, 'must be percent-encoded UTF-8');
  try {
    return decodeURIComponent(text);
  } catch {
    throw badHeader(header, 'holds a "%" that encodes nothing');
  }
}

function badHeader(header: string, message: string): ProblemError {
  const field = header.slice(0, 64);
  return new ProblemError(400, 'invalid-event', `The header ${field} ${message}.`, { code: 'INVALID_EVENT', fields: [{ field, message }] });
}
