import { Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { EventStoreUnavailable } from '../../../src/event-store/errors.js';
import { EventStoreModule } from '../../../src/event-store/event-store.module.js';
import { EventStore } from '../../../src/event-store/event-store.port.js';
import { all, anEvent } from '../../support/event-store/events.js';
import { temporaryFolder } from '../../support/event-store/temporary-folder.js';

const folder = temporaryFolder();

/** Writes its last event when it is told to stop, in the latest hook there is. */
@Module({})
class LastWords implements OnApplicationShutdown {
  constructor(@Inject(EventStore) private readonly store: EventStore) {}
  async onApplicationShutdown(): Promise<void> {
    await this.store.append('last-words', 'no-stream', [anEvent()]);
  }
}

describe('EventStoreModule', () => {
  it.each(['in-memory', 'sqlite'] as const)('gives every module the store (%s) and closes it after them', async (kind) => {
    const file = join(folder, randomUUID(), 'log.sqlite');
    const options = kind === 'sqlite' ? ({ kind, file } as const) : ({ kind } as const);
    const module = await Test.createTestingModule({ imports: [LastWords, EventStoreModule.forRoot(options)] }).compile();
    await module.init();
    const store = module.get(EventStore);
    await module.close();
    await expect(store.head()).rejects.toBeInstanceOf(EventStoreUnavailable);
    if (kind === 'in-memory') return;
    const again = await Test.createTestingModule({ imports: [EventStoreModule.forRoot(options)] }).compile();
    expect(await all(again.get(EventStore), 'last-words')).toHaveLength(1);
    await again.close();
  });
});
