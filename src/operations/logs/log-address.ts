import { join } from 'node:path';
import { EventStoreAddressRefused, type EventStoreDbAddress, parseEventStoreDbAddress } from '../../event-store/event-store-address.js';
import type { EventStore } from '../../event-store/event-store.port.js';
import { usage } from '../exit-codes.js';

export type LogAddress =
  | { readonly kind: 'sqlite'; readonly file: string; readonly label: string }
  | { readonly kind: 'esdb'; readonly address: EventStoreDbAddress; readonly label: string };

export interface OpenedLog {
  readonly store: EventStore;
  /** For people; without credentials. */
  readonly label: string;
  /** The appends of one `appendEach` are applied one after the other, also those to different streams. */
  readonly appliesGroupsInOrder: boolean;
  /** Others may write streams of their own to it. */
  readonly shared: boolean;
}

export const ADDRESS_HELP = `
Addresses 地址:
  sqlite:PATH            the embedded log's file, e.g. sqlite:./data/events.sqlite  内嵌日志文件
  esdb://HOST:PORT?…     an EventStoreDB server (esdb+discover:// for a cluster)  EventStoreDB 服务器或集群
  env:NAME               the address is in this environment variable, which keeps passwords off the command line  地址取自环境变量，密码不出现在命令行
`;

/** Where EVENT_STORE names a server. */
export const namesServer = (env: NodeJS.ProcessEnv): boolean => /^esdb(\+discover)?:/.test(env['EVENT_STORE']?.trim() ?? '');

/** The log that a service with this environment and data folder uses. @throws OperationEnded */
export const logInUse = (dataDir: string, env: NodeJS.ProcessEnv): LogAddress =>
  namesServer(env) ? parseLogAddress('env:EVENT_STORE', env) : parseLogAddress(`sqlite:${join(dataDir, 'events.sqlite')}`, env);

/** @throws OperationEnded, which never repeats a connection string. */
export function parseLogAddress(text: string, env: NodeJS.ProcessEnv): LogAddress {
  const [, variable] = /^env:(.*)$/s.exec(text) ?? [];
  if (variable === undefined) return parsePlain(text);
  const value = env[variable]?.trim() ?? '';
  if (value === '') throw usage('ADDRESS_UNSET', `The variable ${variable} holds no address.`, `环境变量 ${variable} 中没有地址。`);
  return parsePlain(value);
}

function parsePlain(text: string): LogAddress {
  const [, file] = /^sqlite:([^:].*)$/s.exec(text) ?? [];
  if (file !== undefined) return { kind: 'sqlite', file, label: text };
  if (/^esdb(\+discover)?:/.test(text)) return serverAt(text);
  throw usage('ADDRESS_UNKNOWN', 'A log is named sqlite:PATH, esdb://…, esdb+discover://… or env:NAME.', '日志地址应为 sqlite:路径、esdb://…、esdb+discover://… 或 env:变量名。');
}

function serverAt(text: string): LogAddress {
  try {
    const address = parseEventStoreDbAddress(text);
    return { kind: 'esdb', address, label: `esdb://${address.hosts.map((host) => `${host.address}:${host.port}`).join(',')}` };
  } catch (error) {
    if (error instanceof EventStoreAddressRefused) throw usage('ADDRESS_UNKNOWN', `The address ${error.message}`, '请改正日志地址。');
    throw error;
  }
}

/** Opens an embedded log's file. */
export type LogOpener = (file: string) => Promise<EventStore>;
