import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { CommandBus } from '@nestjs/cqrs';
import { EventStore } from '../../../src/event-store/event-store.port.js';
import { Keyring } from '../../../src/privacy/keyring.js';
import { LoadCatalogue } from '../../../src/reference-data/application/load-catalogue.js';
import { ReferenceDirectory } from '../../../src/reference-data/application/reference-directory.js';
import { type WriteSideOptions, WriteSideModule } from '../../../src/write-side.module.js';
import { call, emptyCatalogue, hallCatalogue, receive } from './examples.js';

const DEFAULT_CATALOGUE = join(import.meta.dirname, '../../../catalogue/default.yaml');

describe('The write side as a Nest application context', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'module-'));
  afterAll(() => rmSync(dataDir, { recursive: true }));
  const boot = (options: Partial<WriteSideOptions>, logged: string[] = []): Promise<INestApplicationContext> => {
    const log = (message: unknown): void => void logged.push(String(message));
    const logger = { log, warn: log, error: log };
    return NestFactory.createApplicationContext(WriteSideModule.forRoot({ dataDir, cataloguePath: null, ...options }), { logger, abortOnError: false });
  };

  it('loads the default catalogue at the first start, and nothing at the second', async () => {
    const [first, second]: [string[], string[]] = [[], []];
    await (await boot({ cataloguePath: DEFAULT_CATALOGUE }, first)).close();
    await (await boot({ cataloguePath: DEFAULT_CATALOGUE }, second)).close();
    expect(first).toContain('Catalogue 2026.1: 17 recorded, 0 unchanged, 0 refused');
    expect(second).toContain('Catalogue 2026.1: 0 recorded, 17 unchanged, 0 refused');
  });

  it('takes both commands over the bus, and hands out store, directory and keyring', async () => {
    const app = await boot({ store: 'in-memory' });
    const bus = app.get(CommandBus);
    expect(await bus.execute(new LoadCatalogue(hallCatalogue, 'admin', 'corr'))).toMatchObject({ recorded: 5 });
    const [result] = await bus.execute(call('R-1', [['1', receive('R-1', 'ID 1')]]));
    expect(result).toMatchObject({ status: 'recorded', position: await app.get(EventStore).head() });
    expect(app.get(ReferenceDirectory).hasDepartment('intake')).toBe(true);
    expect(app.get(Keyring)).toBeInstanceOf(Keyring);
    await app.close();
  });

  it('starts all the same when the catalogue has an entry it must refuse, and says which', async () => {
    const file = join(dataDir, 'refused.yaml');
    writeFileSync(file, 'version: 2\nserviceItems:\n  - { code: lost, name: Lost, calendar: nowhere }\n');
    const logged: string[] = [];
    await (await boot({ store: 'in-memory', cataloguePath: file }, logged)).close();
    expect(logged).toContainEqual(expect.stringContaining('service item lost: UNKNOWN_CALENDAR'));
  });

  it('does not start on a catalogue it cannot read, and names the file', async () => {
    await expect(boot({ store: 'in-memory', cataloguePath: join(dataDir, 'absent.yaml') })).rejects.toThrow('absent.yaml');
  });

  it('stops following before the store closes', async () => {
    const logged: string[] = [];
    const app = await boot({ store: 'in-memory' }, logged);
    await app.get(CommandBus).execute(new LoadCatalogue(emptyCatalogue, 'admin', 'corr'));
    await app.close();
    expect(logged.filter((line) => line.includes('subscription'))).toEqual([]);
    await expect(app.get(EventStore).head()).rejects.toThrow('closed');
  });
});
