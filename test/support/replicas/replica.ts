import { join } from 'node:path';
import { CommandBus } from '@nestjs/cqrs';
import { createApp } from '../../../src/app.main.js';
import { EventStore, type SubscriptionMessage } from '../../../src/event-store/event-store.port.js';
import { type Environment, readConfig } from '../../../src/platform/config.js';
import type { Role } from '../../../src/kernel/actor.js';
import type { Answer } from '../hall/hall-server.js';
import { type Authorize, minter } from '../identity/mint.js';

/** A log that lets nothing more through to its subscribers while it is paused. */
export class Gate {
  private open: Promise<void> = Promise.resolve();
  resume: () => void = () => undefined;

  pause(): void {
    this.open = new Promise((resolve) => (this.resume = resolve));
  }

  watch(store: EventStore): void {
    const subscribe = store.subscribeAll.bind(store);
    const passed = async function* (this: Gate, messages: AsyncIterable<SubscriptionMessage>): AsyncGenerator<SubscriptionMessage> {
      for await (const message of messages) {
        await this.open;
        yield message;
      }
    }.bind(this);
    store.subscribeAll = (...args) => passed(subscribe(...args));
  }
}

export interface Replica {
  readonly url: string;
  readonly store: EventStore;
  readonly bus: CommandBus;
  /** What its projection and its reference data hear of the log. */
  readonly gate: Gate;
  readonly request: (path: string, init: RequestInit) => Promise<Answer>;
  readonly graphql: (role: Role, query: string, headers?: Record<string, string>) => Promise<Answer>;
  readonly authorization: Authorize;
  readonly stop: () => Promise<void>;
}

/** One of several whole services on the log in `dataDir`, with a read model of its own. */
export async function startReplica(dataDir: string, name: string, nowMs: () => number, env: Environment = {}): Promise<Replica> {
  const config = readConfig({ NODE_ENV: 'test', PORT: '0', DATA_DIR: dataDir, READ_MODEL_DIR: join(dataDir, `read-model-${name}`), CATALOGUE: '', ...env });
  const { app } = await createApp(config, { writeSide: { clock: { nowMs } } });
  const store = app.get(EventStore, { strict: false });
  const gate = new Gate();
  gate.watch(store);
  await app.listen(0, config.host);
  const { port } = app.getHttpServer().address() as { port: number };
  const url = `http://127.0.0.1:${port}`;
  const authorization = minter(config, nowMs);
  const request: Replica['request'] = async (path, init) => {
    const response = await fetch(`${url}${path}`, init);
    return { status: response.status, headers: response.headers, body: await response.json() };
  };
  const graphql: Replica['graphql'] = (role, query, headers = {}) =>
    request('/graphql', { method: 'POST', headers: { ...authorization(role), 'content-type': 'application/json', ...headers }, body: JSON.stringify({ query }) });
  const stop = async (): Promise<void> => {
    gate.resume();
    await app.close();
  };
  return { url, store, bus: app.get(CommandBus, { strict: false }), gate, request, graphql, authorization, stop };
}
