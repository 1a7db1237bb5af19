import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApp, type RunningApp } from '../../../src/app.main.js';
import { EventStore, type RecordedEvent } from '../../../src/event-store/event-store.port.js';
import { ForwardingEventStore } from '../../../src/event-store/forwarding.event-store.js';
import { type Environment, readConfig } from '../../../src/platform/config.js';
import type { AccessScope, Role } from '../../../src/kernel/actor.js';
import type { Telemetry } from '../../../src/platform/telemetry/telemetry.js';
import { type Authorize, minter } from '../identity/mint.js';
import { HALL_REFERENCE } from './hall-reference.js';

/** Monday noon in the hall's zone. */
export const NOW = '2026-03-02T04:00:00.000Z';

/** Answers are read as they come: an assertion says more about them than a cast. */
export type Json = ReturnType<typeof JSON.parse>;

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Json;
}

export interface Hall {
  readonly url: string;
  readonly running: RunningApp;
  readonly store: EventStore;
  /** Everywhere, unless a scope is given. */
  readonly authorization: Authorize;
  readonly request: (path: string, init?: RequestInit) => Promise<Answer>;
  readonly graphql: (role: Role, query: string, variables?: object, scope?: AccessScope) => Promise<Answer>;
  /** Every event of service requests in the log. */
  readonly recorded: () => Promise<readonly RecordedEvent[]>;
  /** Once is enough, twice does no harm. */
  readonly stop: () => Promise<void>;
}

/** The whole service on a port of the system's choosing, with its store in memory and its clock standing at `NOW`. */
export async function startHall(env: Environment = {}, watched: { readonly telemetry?: Telemetry } = {}): Promise<Hall> {
  const dataDir = await mkdtemp(join(tmpdir(), 'hall-'));
  const config = readConfig({ NODE_ENV: 'test', PORT: '0', DATA_DIR: dataDir, AUDIT_DIR: join(dataDir, 'audit'), CATALOGUE: '', ...env });
  const running = await createApp(config, { writeSide: { store: 'in-memory', clock: { nowMs: () => Date.parse(NOW) } }, ...watched });
  await running.app.listen(config.port, config.host);
  const hall = hallOf(running, dataDir, minter(config, () => Date.parse(NOW)));
  const { body } = await hall.graphql('administrator', HALL_REFERENCE);
  if (body.errors !== undefined) throw new Error(JSON.stringify(body.errors));
  return hall;
}

/** The store itself, below what watches it: faults are made there. */
const innermost = (store: EventStore): EventStore => (store instanceof ForwardingEventStore ? innermost(store.inner) : store);

function hallOf(running: RunningApp, dataDir: string, authorization: Authorize): Hall {
  const address = running.app.getHttpServer().address() as { port: number };
  const url = `http://127.0.0.1:${address.port}`;
  const store = innermost(running.app.get(EventStore));
  let stopped: Promise<void> | undefined;
  const request: Hall['request'] = async (path, init) => {
    const response = await fetch(`${url}${path}`, init);
    const text = await response.text();
    const json = /json/.test(response.headers.get('content-type') ?? '');
    return { status: response.status, headers: response.headers, body: json ? JSON.parse(text) : text };
  };
  return {
    url, running, store, authorization, request,
    graphql: (role, query, variables, scope) =>
      request('/graphql', {
        method: 'POST',
        headers: { ...authorization(role, scope), 'content-type': 'application/json' },
        body: JSON.stringify({ query, variables }),
      }),
    recorded: async () => (await store.readAll(null, 10_000)).filter((event) => event.stream.startsWith('serviceRequest-')),
    stop: () => (stopped ??= running.app.close().then(() => rm(dataDir, { recursive: true, force: true }))),
  };
}
