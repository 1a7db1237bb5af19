import { join } from 'node:path';
import type { EventStore } from '../../event-store/event-store.port.js';
import { usage } from '../exit-codes.js';

export type LogAddress =
  | { readonly kind: 'sqlite'; readonly file: string; readonly label: string }
  | { readonly kind: 'esdb'; readonly connectionString: string; readonly label: string };

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

export const embeddedLog = (dataDir: string): string => `sqlite:${join(dataDir, 'events.sqlite')}`;

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
  const [, scheme, server] = /^(esdb(?:\+discover)?):\/\/(?:[^/?]*@)?([^/?]+)/.exec(text) ?? [];
  if (server !== undefined) return { kind: 'esdb', connectionString: text, label: `${scheme}://${server}` };
  throw usage('ADDRESS_UNKNOWN', 'A log is named sqlite:PATH, esdb://…, esdb+discover://… or env:NAME.', '日志地址应为 sqlite:路径、esdb://…、esdb+discover://… 或 env:变量名。');
}

/** Opens an embedded log's file. */
export type LogOpener = (file: string) => Promise<EventStore>;
