import type { SignatureInput } from './signature-input.js';

/** A request as its sender saw it. */
export interface SignedMessage {
  readonly method: string;
  readonly scheme: string;
  /** Host, and port where it is not the scheme's own. */
  readonly authority: string;
  /** Path and query as they were sent. */
  readonly target: string;
  /** Names and values in turn, as they were sent. */
  readonly rawHeaders: readonly string[];
}

const ASCII = /^[\x20-\x7e]*$/;
const ALWAYS = ['@method', 'content-digest', 'content-type', 'authorization'];

/** RFC 9421, 2.5: the text that is signed; null where a component is not there, not known, or not plain text. */
export function signatureBase(message: SignedMessage, { components, params }: Pick<SignatureInput, 'components' | 'params'>): string | null {
  const values = components.map((name) => valueOf(message, name));
  if (values.some((value) => value === null || !ASCII.test(value))) return null;
  return [...components.map((name, index) => `"${name}": ${values[index]}`), `"@signature-params": ${params}`].join('\n');
}

/** Where it goes, what it holds, who sends it; of an event whose attributes are headers, each of them. */
export function coversEnough({ target, rawHeaders }: SignedMessage, components: readonly string[]): boolean {
  const covered = new Set(components);
  const whole = covered.has('@target-uri');
  const attributes = rawHeaders.filter((_, index) => index % 2 === 0).map((name) => name.toLowerCase()).filter((name) => name.startsWith('ce-'));
  return [...ALWAYS, ...attributes].every((name) => covered.has(name)) && (whole || (covered.has('@authority') && covered.has('@path')))
    && (whole || covered.has('@query') || !target.includes('?'));
}

function valueOf({ method, scheme, authority, target, rawHeaders }: SignedMessage, component: string): string | null {
  const query = target.indexOf('?');
  switch (component) {
    case '@method': return method;
    case '@authority': return authority;
    case '@path': return query < 0 ? target : target.slice(0, query);
    case '@query': return query < 0 ? '?' : target.slice(query);
    case '@target-uri': return `${scheme}://${authority}${target}`;
    default: return component.startsWith('@') ? null : headerOf(rawHeaders, component);
  }
}

function headerOf(rawHeaders: readonly string[], name: string): string | null {
  const values = valuesOf(rawHeaders, name);
  return values.length === 0 ? null : values.join(', ');
}

export const valuesOf = (rawHeaders: readonly string[], name: string): readonly string[] =>
  rawHeaders.flatMap((value, index) => (index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === name ? [value.trim()] : []));

/** RFC 9110, 4.2.3: a host in small letters, and a port only where it is not the usual one. */
export const authorityOf = (scheme: string, host: string): string => host.toLowerCase().replace(scheme === 'https' ? /:443$/ : /:80$/, '');
