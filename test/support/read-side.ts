import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CommandBus } from '@nestjs/cqrs';
import { createApp } from '../../src/app.main.js';
import { ReadModelService } from '../../src/efficiency/read-model/read-model.service.js';
import { EventStore } from '../../src/event-store/event-store.port.js';
import { Clock } from '../../src/kernel/clock.js';
import type { AccessScope, Role } from '../../src/kernel/actor.js';
import { readConfig } from '../../src/platform/config.js';
import { Keyring } from '../../src/privacy/keyring.js';
import { minter } from './identity/mint.js';

/** Answers are read as they come: an assertion says more about them than a cast. */
export type Json = ReturnType<typeof JSON.parse>;

/** A clock that the test moves. */
export class HandClock extends Clock {
  constructor(public atMs: number) {
    super();
  }

  override nowMs = (): number => this.atMs;
}

/** The whole service over a log, asked as an analyst asks it. */
export interface ReadSide {
  readonly store: EventStore;
  readonly bus: CommandBus;
  readonly readModel: ReadModelService;
  readonly keyring: Keyring;
  readonly dataDir: string;
  /** The data of the answer. @throws Error with the errors of an answer that has any. */
  readonly ask: (query: string, variables?: object) => Promise<Json>;
  /** The same with another role's token; everywhere, unless a scope is given. */
  readonly askAs: (role: Role, query: string, variables?: object, scope?: AccessScope) => Promise<Json>;
  readonly stop: () => Promise<void>;
}
export interface ReadSideOptions {
  readonly clock: Clock;
  /** A folder with a log in it; default: a log in memory. */
  readonly dataDir?: string;
  readonly catalogue?: string;
  /** Default: none is opened, so that the log is what the test has put into it. */
  readonly rectificationWorkingDays?: number;
}

export async function startReadSide({ clock, dataDir, catalogue = '', rectificationWorkingDays = 0 }: ReadSideOptions): Promise<ReadSide> {
  const own = dataDir === undefined ? await mkdtemp(join(tmpdir(), 'read-side-')) : null;
  const folder = dataDir ?? own ?? '';
  const days = String(rectificationWorkingDays);
  const config = readConfig({ NODE_ENV: 'test', PORT: '0', DATA_DIR: folder, CATALOGUE: catalogue, RECTIFICATION_WORKING_DAYS: days });
  const { app } = await createApp(config, { writeSide: { store: own === null ? 'sqlite' : 'in-memory', clock } });
  await app.listen(0, config.host);
  const { port } = app.getHttpServer().address() as { port: number };
  const authorization = minter(config, () => clock.nowMs());
  const askAs: ReadSide['askAs'] = async (role, query, variables, scope) => {
    const headers = { ...authorization(role, scope), 'content-type': 'application/json' };
    const response = await fetch(`http://127.0.0.1:${port}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query, variables }) });
    const { data, errors } = (await response.json()) as Json;
    if (errors !== undefined) throw new Error(JSON.stringify(errors));
    return data;
  };
  const ask: ReadSide['ask'] = (query, variables) => askAs('administrator', query, variables);
  const stop = async (): Promise<void> => {
    await app.close();
    if (own !== null) await rm(own, { recursive: true, force: true });
  };
  return { store: app.get(EventStore, { strict: false }), bus: app.get(CommandBus, { strict: false }), readModel: app.get(ReadModelService), keyring: app.get(Keyring, { strict: false }), dataDir: folder, ask, askAs, stop };
}
