import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { EventStore } from '../../../../src/event-store/event-store.port.js';
import { InMemoryEventStore } from '../../../../src/event-store/in-memory/in-memory.event-store.js';
import { MeasuredEventStore } from '../../../../src/platform/metrics/measured.event-store.js';
import { MeasuredProjection } from '../../../../src/platform/metrics/measured-projection.js';
import { CommandWatch } from '../../../../src/platform/telemetry/command-watch.js';
import { Metrics } from '../../../../src/platform/metrics/metrics.js';
import { Telemetry } from '../../../../src/platform/telemetry/telemetry.js';
import { memoryTraces } from '../../../support/telemetry/memory-traces.js';
import { WriteSideModule } from '../../../../src/write-side.module.js';

const projection = { restart: () => Promise.resolve(null), apply: () => undefined, commit: () => Promise.resolve() };

describe('What is not asked for', () => {
  it('stands in nobody’s way: the write side of an import has the store itself', async () => {
    const app = await NestFactory.createApplicationContext(WriteSideModule.forRoot({ dataDir: '', cataloguePath: null, store: 'in-memory' }), { logger: false });
    expect(app.get(EventStore).constructor).toBe(InMemoryEventStore);
    await app.close();
  });

  it('is not there: without a collector store and projection are measured and nothing else', () => {
    const telemetry = new Telemetry();
    const store = new InMemoryEventStore();
    const watched = telemetry.watchStore(store);
    expect(watched.constructor).toBe(MeasuredEventStore);
    expect((watched as MeasuredEventStore).inner).toBe(store);
    expect(telemetry.watchProjection(projection).constructor).toBe(MeasuredProjection);
    expect(telemetry.tracing).toBeNull();
  });

  it('gives commands no trace to carry, and one where it is asked for', async () => {
    const carried = (watch: CommandWatch) => watch.handle('RecordCommands', 1, (traceparent) => Promise.resolve(traceparent));
    expect(await carried(new CommandWatch(new Metrics(), null))).toBeUndefined();
    expect(await carried(new CommandWatch(new Metrics(), memoryTraces(0).tracing))).toBeUndefined();
    expect(await carried(new CommandWatch(new Metrics(), memoryTraces(1).tracing))).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
  });
});
