import { isIP } from 'node:net';
import type { EnvironmentReader } from '../config-reader.js';

/** What one credential may ask in a minute, and one address without a credential; 0 is no limit. Counted in this process. */
export interface RateSettings {
  readonly events: number;
  readonly graphql: number;
  readonly exports: number;
  readonly others: number;
  /** Of one address: requests whose credential is none that is known. */
  readonly failures: number;
}

/** How the service may be reached, and how long a client may take. */
export interface DoorSettings {
  /** Files of the certificate with those above it, and of its key; null for plain HTTP. */
  readonly tls: { readonly certFile: string; readonly keyFile: string } | null;
  /** Addresses and networks whose word about the caller's address is taken. */
  readonly trustedProxies: readonly string[];
  /** Somebody has said that requests may come in the clear from other machines. */
  readonly plainHttpAccepted: boolean;
  /** Pages of other origins that may subscribe, as `https://host[:port]`. */
  readonly allowedOrigins: readonly string[];
  readonly headersMs: number;
  readonly requestMs: number;
  readonly idleMs: number;
  readonly rates: RateSettings;
}

const FILE = /^[^\0]{0,1100}$/;
const ENTRIES_MAX = 100;
const RATE_MAX = 1_000_000;

export const isLoopback = (host: string): boolean => host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));

/** Any address, but beyond loopback only with somebody's word on who keeps what is sent from being read. */
export function readHost(read: EnvironmentReader, { tls, trustedProxies, plainHttpAccepted }: DoorSettings): string {
  const host = read.text('HOST', '127.0.0.1', /^[A-Za-z0-9.:_-]{1,255}$/, 'an address or a name of this machine');
  if (isLoopback(host) || tls !== null || trustedProxies.length > 0 || plainHttpAccepted) return host;
  read.problem(`HOST ${host} is for other machines too, and tokens would cross the network in the clear: give TLS_CERT_FILE and TLS_KEY_FILE, ` +
    'or name the proxy that does TLS in TRUSTED_PROXY, or set PLAIN_HTTP=accepted.');
  return host;
}

export function readDoors(read: EnvironmentReader, environment: string): DoorSettings {
  const list = listsOf(read);
  const rate = (name: string, fallback: number): number => read.integer(name, environment === 'test' ? 0 : fallback, 0, RATE_MAX);
  return {
    tls: readTls(read),
    trustedProxies: list('TRUSTED_PROXY', isNetwork, 'addresses or networks such as 10.0.0.7 or 10.1.0.0/16'),
    plainHttpAccepted: read.oneOf('PLAIN_HTTP', 'refused', ['refused', 'accepted']) === 'accepted',
    allowedOrigins: list('ALLOWED_ORIGINS', isOrigin, 'origins such as https://desk.example'),
    headersMs: read.integer('CLIENT_HEADERS_MS', 10_000, 100, 60_000),
    requestMs: read.integer('CLIENT_REQUEST_MS', 30_000, 100, 600_000),
    idleMs: read.integer('CLIENT_IDLE_MS', 10_000, 100, 600_000),
    rates: {
      events: rate('RATE_EVENTS_PER_MINUTE', 1_000), graphql: rate('RATE_GRAPHQL_PER_MINUTE', 1_200), exports: rate('RATE_EXPORTS_PER_MINUTE', 60),
      others: rate('RATE_OTHERS_PER_MINUTE', 600), failures: rate('RATE_FAILURES_PER_MINUTE', 60),
    },
  };
}

function readTls(read: EnvironmentReader): DoorSettings['tls'] {
  const certFile = read.text('TLS_CERT_FILE', '', FILE, 'a file');
  const keyFile = read.text('TLS_KEY_FILE', '', FILE, 'a file');
  if ((certFile === '') !== (keyFile === '')) read.problem('TLS_CERT_FILE and TLS_KEY_FILE belong together: give both, or neither.');
  return certFile === '' || keyFile === '' ? null : { certFile, keyFile };
}

const listsOf = (read: EnvironmentReader) => (name: string, fits: (entry: string) => boolean, hint: string): readonly string[] => {
  const entries = (read.optional(name, '') ?? '').split(',').map((entry) => entry.trim()).filter((entry) => entry !== '');
  const wrong = entries.find((entry) => !fits(entry));
  if (wrong !== undefined) read.problem(`${name} must be ${hint}, separated by commas, but has "${wrong.slice(0, 60)}".`);
  if (entries.length > ENTRIES_MAX) read.problem(`${name} has more than ${ENTRIES_MAX} entries.`);
  return entries;
};

function isNetwork(entry: string): boolean {
  const [address = '', prefix, ...more] = entry.split('/');
  const version = isIP(address);
  if (version === 0 || more.length > 0) return false;
  // The whole world in one entry is a slip.
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) >= 1 && Number(prefix) <= (version === 4 ? 32 : 128));
}

const isOrigin = (entry: string): boolean => /^https?:\/\/[A-Za-z0-9.:[\]-]{1,255}$/.test(entry) && URL.canParse(entry) && new URL(entry).origin === entry;
