import type { INestApplicationContext } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Test } from '@nestjs/testing';
import { loadDemo } from '../../../src/demo/load-demo.js';
import { WriteSideModule } from '../../../src/write-side.module.js';
import { tell, yearOptions } from './demo-year.js';

const options = { seed: 4, until: yearOptions.untilMs, hallId: 'hall', from: yearOptions.from, requestsPerYear: 200 };

jest.setTimeout(60_000);

describe('the demo and the real write side', () => {
  let app: INestApplicationContext;
  beforeAll(async () => {
    const clock = { nowMs: () => yearOptions.untilMs };
    const module = await Test.createTestingModule({
      imports: [WriteSideModule.forRoot({ dataDir: '', cataloguePath: 'catalogue/default.yaml', store: 'in-memory', clock })],
    }).compile();
    app = await module.init();
  });
  afterAll(() => app.close());

  it('agree on every command, told half, told whole, and told again', async () => {
    const events = tell(4, { requestsPerYear: 200 }).flatMap(({ commands }) => commands).length;
    const bus = app.get(CommandBus);
    const half = await loadDemo(bus, { ...options, until: Date.parse('2026-05-06T08:11:00.000Z') });
    const whole = await loadDemo(bus, options);
    expect(half.alreadyRecorded).toBe(0);
    expect([whole.alreadyRecorded, whole.recorded]).toEqual([half.recorded, events - half.recorded]);
    expect(await loadDemo(bus, options)).toMatchObject({ recorded: 0, alreadyRecorded: events });
  });
});
