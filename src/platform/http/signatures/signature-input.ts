/** What one signature says of itself (RFC 9421, 2.3 and 4.1). */
export interface SignatureInput {
  readonly label: string;
  readonly components: readonly string[];
  /** Seconds since 1970. */
  readonly created: number;
  readonly expires: number | null;
  readonly keyid: string;
  readonly alg: string;
  readonly nonce: string;
  /** The list and its parameters in the one form of RFC 8941, as they stand at the end of the signature's base. */
  readonly params: string;
}

const COMPONENTS_MAX = 50;
const MEMBER = /^([a-z*][a-z0-9_.*-]{0,63})=\( *((?:"@?[a-z0-9_-]+"(?: +|(?=\))))*)\)(.*)$/;
const PARAMETER = /; *([a-z]+)=(?:(0|[1-9]\d{0,14})|"((?:[ !#-[\]-~]|\\["\\])*)")/y;
const NUMBERS = new Set(['created', 'expires']);
const TEXTS = new Set(['keyid', 'alg', 'nonce', 'tag']);
const NEEDED = ['created', 'keyid', 'alg', 'nonce'];

/** Reads a dictionary of exactly one member whose components have no parameters. Null for anything else: what is read in two ways is not read. */
export function readSignatureInput(header: string): SignatureInput | null {
  const [, label = '', list = '', rest = ''] = MEMBER.exec(header) ?? [];
  const components = list.match(/[^" ]+/g) ?? [];
  const parameters = readParameters(rest);
  if (label === '' || parameters === null || !NEEDED.every((name) => parameters.has(name))) return null;
  if (components.length > COMPONENTS_MAX || new Set(components).size !== components.length) return null;
  const params = `(${components.map((name) => `"${name}"`).join(' ')})${[...parameters].map(([name, value]) => `;${name}=${value}`).join('')}`;
  const text = (name: string): string => (parameters.get(name) ?? '').slice(1, -1).replace(/\\(.)/g, '$1');
  const expires = parameters.get('expires');
  return { label, components, created: Number(parameters.get('created')), expires: expires === undefined ? null : Number(expires), keyid: text('keyid'), alg: text('alg'), nonce: text('nonce'), params };
}

/** Each as it is written in the base: numbers plain, texts in quotes. */
function readParameters(rest: string): ReadonlyMap<string, string> | null {
  const parameters = new Map<string, string>();
  let at = 0;
  while (at < rest.length) {
    PARAMETER.lastIndex = at;
    const [whole = '', name = '', number, text] = PARAMETER.exec(rest) ?? [];
    if (whole === '' || parameters.has(name) || !(number === undefined ? TEXTS : NUMBERS).has(name)) return null;
    parameters.set(name, number ?? `"${text}"`);
    at += whole.length;
  }
  return parameters;
}

/** The 64 bytes of the one signature, which has the label; null for anything else. */
export function readSignature(header: string, label: string): Buffer | null {
  const [, name, base64 = ''] = /^([a-z*][a-z0-9_.*-]{0,63})=:([A-Za-z0-9+/]{86}==):$/.exec(header) ?? [];
  const bytes = Buffer.from(base64, 'base64');
  return name === label && bytes.toString('base64') === base64 ? bytes : null;
}
