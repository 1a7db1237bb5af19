import type { CommandBus } from '@nestjs/cqrs';
import { loadDemo } from '../../../src/demo/load-demo.js';
import { LoadCatalogue } from '../../../src/reference-data/application/load-catalogue.js';
import { RecordCommands, type RecordResult } from '../../../src/service-request/application/record-commands.js';
import { tell, yearOptions } from './demo-year.js';

const options = { seed: 4, until: yearOptions.untilMs, hallId: 'hall', from: yearOptions.from, requestsPerYear: 200 };

/** Remembers what it was given, and answers when asked for the next time only, so that calls overlap. */
class FakeBus {
  readonly calls: RecordCommands[] = [];
  private readonly known = new Set<string>();
  inFlight = 0;
  inFlightMax = 0;
  refuse: string | null = null;
  refusedEntries: readonly { entry: string; code: string; message: string }[] = [];

  readonly bus = { execute: (command: unknown) => this.answer(command) } as unknown as Pick<CommandBus, 'execute'>;

  private async answer(command: unknown): Promise<unknown> {
    if (command instanceof LoadCatalogue) return { recorded: 1, unchanged: 0, refused: this.refusedEntries };
    if (!(command instanceof RecordCommands)) throw new Error('Not a command of the demo');
    this.calls.push(command);
    this.inFlight += 1;
    this.inFlightMax = Math.max(this.inFlightMax, this.inFlight);
    await Promise.resolve();
    this.inFlight -= 1;
    return command.submitted.map(({ id, command: { type } }): RecordResult => {
      if (type === this.refuse) return { status: 'refused', rejection: { code: 'NOT_HOLDER', retryable: true, detail: { departmentId: 'x' } } };
      const status = this.known.has(id) ? 'already-recorded' : 'recorded';
      this.known.add(id);
      return { status, position: 0n, revision: 0n, eventId: id };
    });
  }
}

jest.setTimeout(60_000);

describe('loading the demo', () => {
  it('hands over every command once, in order, supervisors’ words in calls of their own', async () => {
    const fake = new FakeBus();
    const loaded = await loadDemo(fake.bus, options);
    const told = tell(4, { requestsPerYear: 200 });
    expect(loaded).toEqual({ requests: told.length, recorded: told.flatMap(({ commands }) => commands).length, alreadyRecorded: 0 });
    for (const { requestId, commands } of told) {
      const calls = fake.calls.filter((call) => call.requestId === requestId);
      expect(calls.flatMap((call) => call.submitted)).toEqual(commands);
    }
    for (const { actor, submitted } of fake.calls) {
      const supervised = submitted.map(({ command }) => ['IssueReminder', 'RuleTransfer', 'VoidRequest'].includes(command.type));
      expect(new Set(supervised)).toEqual(new Set([actor.role === 'supervisor']));
      expect(actor.principal).toBe(actor.role === 'supervisor' ? 'demo-supervisor' : 'demo-terminal');
    }
  });

  it('records nothing new the second time', async () => {
    const fake = new FakeBus();
    const first = await loadDemo(fake.bus, options);
    expect(await loadDemo(fake.bus, options)).toEqual({ requests: first.requests, recorded: 0, alreadyRecorded: first.recorded });
  });

  it('keeps several requests on the way, never more than its limit', async () => {
    const fake = new FakeBus();
    await loadDemo(fake.bus, options);
    expect(fake.inFlightMax).toBe(32);
  });

  it('tells its progress, ending with all of it', async () => {
    const seen: { requests: number; share: number }[] = [];
    const loaded = await loadDemo(new FakeBus().bus, { ...options, onProgress: (progress) => seen.push(progress) });
    expect(seen.map(({ requests }) => requests)).toEqual(Array.from({ length: loaded.requests }, (_, index) => index + 1));
    expect(seen.every(({ share }) => share >= 0 && share <= 1)).toBe(true);
    expect(seen.at(-1)!.share).toBeGreaterThan(0.95);
  });

  it('stops at the first command that is refused, naming it', async () => {
    const fake = new FakeBus();
    fake.refuse = 'AcceptTransfer';
    await expect(loadDemo(fake.bus, options)).rejects.toThrow(/AcceptTransfer 20251101-4-\d{5}\/\d+ was refused \(NOT_HOLDER\)/);
  });

  it('stops before any request when the reference data is refused', async () => {
    const fake = new FakeBus();
    fake.refusedEntries = [{ entry: 'calendar cn-hall', code: 'CALENDAR_PAST_CHANGE', message: 'differs' }];
    await expect(loadDemo(fake.bus, options)).rejects.toThrow('calendar cn-hall');
    expect(fake.calls).toEqual([]);
  });
});
