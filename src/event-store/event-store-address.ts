/** Which store keeps the log: 'sqlite' in the data folder, or an EventStoreDB. */
export type EventStoreSetting = 'sqlite' | EventStoreDbAddress;

export interface Host {
  readonly address: string;
  readonly port: number;
}
/** What a connection string says, taken apart: the string itself, which carries the password, is not kept. */
export interface EventStoreDbAddress {
  readonly kind: 'eventstoredb';
  readonly hosts: readonly Host[];
  /** The host is a name that stands for the whole cluster (`esdb+discover`). */
  readonly discover: boolean;
  readonly tls: boolean;
  readonly credentials: { readonly username: string; readonly password: string } | null;
  readonly options: EventStoreDbAddressOptions;
}
/** Times in milliseconds, except `gossipTimeout`, which the client takes in seconds. */
export interface EventStoreDbAddressOptions {
  readonly tlsCAFile?: string;
  readonly connectionName?: string;
  readonly nodePreference?: 'leader' | 'follower' | 'random' | 'read_only_replica';
  readonly maxDiscoverAttempts?: number;
  readonly discoveryInterval?: number;
  readonly gossipTimeout?: number;
  readonly keepAliveInterval?: number;
  readonly keepAliveTimeout?: number;
  readonly defaultDeadline?: number;
}

/** Its message says what is wrong and repeats nothing of the string. */
export class EventStoreAddressRefused extends Error {
  override readonly name = 'EventStoreAddressRefused';
}
const refuse = (en: string, zh: string): never => {
  throw new EventStoreAddressRefused(`${en} ${zh}`);
};

const SHAPE = /^esdb(?<discover>\+discover)?:\/\/(?:(?<user>[^@/?]*)@)?(?<hosts>[^@/?]+)\/?(?:\?(?<query>.*))?$/;
const HOST = /^(?<address>[A-Za-z0-9._-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::(?<port>\d{1,5}))?$/;
const PREFERENCES = ['leader', 'follower', 'random', 'read_only_replica'] as const;
const TEXTS = ['tlsCAFile', 'connectionName'] as const;
const NUMBERS = ['maxDiscoverAttempts', 'discoveryInterval', 'gossipTimeout', 'keepAliveInterval', 'keepAliveTimeout', 'defaultDeadline'] as const;
/** Known to the client, and not taken here: ignored by it, against the adapter's rules, or never tried. */
const NOT_TAKEN = ['tlsVerifyCert', 'throwOnAppendFailure', 'userCertFile', 'userKeyFile'];

/** `EVENT_STORE` of a program's environment; `sqlite` where it is not set. @throws EventStoreAddressRefused that begins with the variable's name. */
export function eventStoreSettingOf(env: Readonly<Record<string, string | undefined>>): EventStoreSetting {
  try {
    return parseEventStoreSetting(env['EVENT_STORE']?.trim() || 'sqlite');
  } catch (error) {
    throw error instanceof EventStoreAddressRefused ? new EventStoreAddressRefused(`EVENT_STORE ${error.message}`) : error;
  }
}

/** @throws EventStoreAddressRefused for anything that is neither `sqlite` nor a complete `esdb://` or `esdb+discover://` string. */
export function parseEventStoreSetting(text: string): EventStoreSetting {
  return text.trim() === 'sqlite' ? 'sqlite' : parseEventStoreDbAddress(text);
}

/** @throws EventStoreAddressRefused */
export function parseEventStoreDbAddress(text: string): EventStoreDbAddress {
  const parts = SHAPE.exec(text.trim())?.groups;
  if (!parts) return refuse('must be "sqlite" or esdb://user:password@host:2113?tls=true (also esdb+discover://); percent-encode @, / and ? in the password.', '应为 sqlite 或 esdb:// 连接串；密码中的 @ / ? 须百分号编码。');
  const { tls, ...options } = readQuery(parts['query'] ?? '');
  const credentials = readUser(parts['user']);
  const hosts = (parts['hosts'] ?? '').split(',').map(readHost);
  if (tls && !credentials) refuse('needs user:password@ before the host when TLS is on.', '启用 TLS 时须给出 用户名:密码@。');
  return { kind: 'eventstoredb', hosts, discover: parts['discover'] !== undefined, tls, credentials, options };
}

/** The first ':' ends the name: a password may hold more of them. */
function readUser(text: string | undefined): EventStoreDbAddress['credentials'] {
  if (text === undefined) return null;
  const colon = text.indexOf(':');
  if (colon < 1 || colon === text.length - 1) return refuse('has a user without a password, or none before the "@".', '用户名或密码缺失。');
  return { username: decoded(text.slice(0, colon)), password: decoded(text.slice(colon + 1)) };
}

function readHost(text: string): Host {
  const parts = HOST.exec(text.trim())?.groups;
  const port = Number(parts?.['port'] ?? 2113);
  if (!parts?.['address'] || port < 1 || port > 65_535) return refuse('has a host that is not name:port.', '主机须为 名称:端口。');
  return { address: parts['address'], port };
}

function readQuery(query: string): EventStoreDbAddressOptions & { tls: boolean } {
  const found: Record<string, string | number | boolean> = { tls: true };
  for (const pair of query.split('&').filter(Boolean)) {
    const [rawKey = '', rawValue = ''] = pair.split('=', 2);
    const [key, value] = readOption(rawKey.trim().toLowerCase(), decoded(rawValue.trim()));
    found[key] = value;
  }
  return found as unknown as EventStoreDbAddressOptions & { tls: boolean };
}

function readOption(key: string, value: string): [string, string | number | boolean] {
  const named = (names: readonly string[]): string | undefined => names.find((name) => name.toLowerCase() === key);
  if (key === 'tls' && (value === 'true' || value === 'false')) return ['tls', value === 'true'];
  const text = named(TEXTS);
  if (text && value !== '') return [text, value];
  const number = named(NUMBERS);
  if (number && /^\d{1,9}$/.test(value)) return [number, Number(value)];
  const preference = PREFERENCES.find((name) => name.replaceAll('_', '') === value.toLowerCase().replaceAll(/[_-]/g, ''));
  if (key === 'nodepreference' && preference) return ['nodePreference', preference];
  return refuseOption(named(NOT_TAKEN), named(['tls', 'nodePreference', ...TEXTS, ...NUMBERS]));
}

function refuseOption(notTaken: string | undefined, known: string | undefined): never {
  if (notTaken) refuse(`has the option ${notTaken}, which is not taken here.`, `不支持选项 ${notTaken}。`);
  return refuse(known ? `has a value for ${known} that is not one.` : 'has an option that is not known.', known ? `选项 ${known} 的值不正确。` : '含有未知选项。');
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return refuse('has a "%" that begins no percent-encoding.', '百分号编码不正确。');
  }
}
