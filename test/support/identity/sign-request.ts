import { generateKeyPairSync, hash, type KeyObject, randomUUID, sign } from 'node:crypto';

/** A signer of its own, from the text of RFC 9421 and RFC 9530: nothing of the service is in it. */
export interface SigningPair {
  readonly privateKey: KeyObject;
  /** SPKI DER, base64. */
  readonly publicKey: string;
}

export function newSigningPair(): SigningPair {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return { privateKey, publicKey: publicKey.export({ format: 'der', type: 'spki' }).toString('base64') };
}

export const keyIdOfPair = ({ publicKey }: SigningPair): string => hash('sha256', Buffer.from(publicKey, 'base64'), 'hex').slice(0, 16);
export const digestHeader = (body: string, name: 'sha-256' | 'sha-512' = 'sha-256'): string => `${name}=:${hash(name.replace('-', ''), body, 'base64')}:`;

export interface ToSign {
  readonly url: string;
  readonly method?: string;
  readonly body: string;
  /** Names in small letters; content-type and authorization are among them. */
  readonly headers: Readonly<Record<string, string>>;
  readonly pair: SigningPair;
  /** Seconds since 1970. */
  readonly created: number;
}

/** What a test leaves out or says otherwise, and signs all the same. */
export interface Otherwise {
  readonly components?: readonly string[];
  readonly parameters?: Readonly<Record<string, string | number | undefined>>;
  readonly digest?: string;
  readonly label?: string;
}

export const COVERED = ['@method', '@authority', '@path', 'content-digest', 'content-type', 'authorization'] as const;

/** The headers as they are to be sent, the three of the signature with them. */
export function signedHeaders(message: ToSign, { components = COVERED, parameters = {}, digest = digestHeader(message.body), label = 'sig' }: Otherwise = {}): Record<string, string> {
  const { url, method = 'POST', created, pair } = message;
  const headers: Record<string, string> = { ...message.headers, 'content-digest': digest };
  const { host, pathname, search, href } = new URL(url);
  const derived: Readonly<Record<string, string>> = { '@method': method, '@authority': host, '@path': pathname, '@query': search === '' ? '?' : search, '@target-uri': href };
  const said = { created, keyid: keyIdOfPair(pair), alg: 'ed25519', nonce: randomUUID(), ...parameters };
  const tail = Object.entries(said).flatMap(([name, value]) => (value === undefined ? [] : [`;${name}=${typeof value === 'number' ? value : `"${value}"`}`])).join('');
  const list = `(${components.map((name) => `"${name}"`).join(' ')})${tail}`;
  const base = [...components.map((name) => `"${name}": ${derived[name] ?? headers[name] ?? ''}`), `"@signature-params": ${list}`].join('\n');
  const signature = sign(null, Buffer.from(base), pair.privateKey).toString('base64');
  return { ...headers, 'signature-input': `${label}=${list}`, signature: `${label}=:${signature}:` };
}
