import { openRectifications } from '../../../src/efficiency/read-model/open-rectifications.effect.js';
import type { ReadModelService } from '../../../src/efficiency/read-model/read-model.service.js';
import { verifyStream } from '../../../src/event-store/audit-hash.js';
import { InMemoryEventStore } from '../../../src/event-store/in-memory/in-memory.event-store.js';
import { Keyring } from '../../../src/privacy/keyring.js';
import { RectificationRecorder } from '../../../src/rectification/application/rectification-recorder.js';
import { ReferenceDirectory } from '../../../src/reference-data/application/reference-directory.js';
import type { SideEffect } from '../../../src/projection-host/side-effects.js';
import { ModelFolder, until } from '../../support/model-folder.js';
import { eventsOf } from '../../support/read-side-log.js';
import { hallTime, SmallHall } from '../../support/read-side-hall.js';
import { HandClock } from '../../support/read-side.js';
import { appendAll } from '../../support/read-side-log.js';

jest.setTimeout(60_000);

const noKeyring = Object.create(Keyring.prototype) as Keyring;

/** The reaction by itself, as each replica runs it over one log of two bad ratings and a good one. */
describe('The reaction to bad ratings', () => {
  let history: Awaited<ReturnType<typeof eventsOf>>;
  let log: InMemoryEventStore;
  const folders: ModelFolder[] = [];
  beforeAll(async () => {
    const hall = await SmallHall.open('03-06 16:00');
    for (const [requestId, score] of [['R1', 1], ['R2', 3], ['R3', 2]] as const) {
      await hall.receive(requestId, '03-02 09:00');
      await hall.complete(requestId, '03-03 10:00', 'intake');
      await hall.say(requestId, 'RateRequest', '03-04 10:00', 'intake', { score });
    }
    history = await eventsOf(hall.side.store);
    await hall.side.stop();
  });
  beforeEach(async () => {
    log = new InMemoryEventStore();
    await appendAll(log, history);
  });
  afterEach(async () => {
    for (const folder of folders.splice(0)) await folder.remove();
    await log.close();
  });

  /** Another process: a read model and a reaction of its own. `fails` of its openings end in an error after they were written. */
  async function replica(fails = 0): Promise<{ service: ReadModelService; folder: ModelFolder; ran: () => number }> {
    const folder = new ModelFolder(log);
    folders.push(folder);
    const recorder = new RectificationRecorder(log, noKeyring, new ReferenceDirectory(log), new HandClock(Date.parse(hallTime('03-06 16:00'))));
    let [service, left, ratings]: [ReadModelService | null, number, number] = [null, fails, 0];
    const effect = openRectifications({
      store: log, workingDays: 15, calendars: () => service!.calendars,
      open: async (opening, cause) => {
        await recorder.open(opening, cause);
        if ((left -= 1) >= 0) throw new Error('killed before it could remember');
      },
    });
    const counted: SideEffect = { ...effect, run: async (event) => { await effect.run(event); ratings += 1; } };
    folder.sideEffects = [counted];
    service = await folder.started();
    await service.caughtUp();
    return { service, folder, ran: () => ratings };
  }
  const openings = async (): Promise<readonly string[]> => (await eventsOf(log)).filter(({ type }) => type === 'RectificationOpened').map(({ stream }) => stream);
  const RATINGS = 3;
  const BOTH = ['rectification-hall.R1', 'rectification-hall.R3'];

  it('opens one rectification for each, also for those recorded before the service first ran', async () => {
    const { ran } = await replica();
    await until(() => ran() >= RATINGS);
    expect([...await openings()].sort()).toEqual(BOTH);
    for (const stream of BOTH) expect(await verifyStream(log.readStream(stream))).toBeNull();
    const [opened] = (await eventsOf(log)).filter(({ stream }) => stream === BOTH[0]);
    const rating = history.find(({ type, stream }) => type === 'RequestRated' && stream.endsWith('R1'))!;
    expect(opened).toMatchObject({
      data: { occurredAt: hallTime('03-04 10:00'), closure: 1, ratingRevision: 2, score: 1, workingDays: 15, dueAt: hallTime('03-25 17:00'), calendarId: 'weekdays', calendarVersion: 1 },
      metadata: { principal: 'rectification', source: { source: rating.stream, id: rating.id }, correlationId: rating.metadata['correlationId'] },
    });
  });

  it('opens it once on two replicas that react at the same time, and once more of neither after both lost their read models', async () => {
    const [one, other] = await Promise.all([replica(), replica()]);
    await until(() => one.ran() >= RATINGS && other.ran() >= RATINGS);
    expect([...await openings()].sort()).toEqual(BOTH);
    const again = await replica();
    await until(() => again.ran() >= RATINGS);
    expect([...await openings()].sort()).toEqual(BOTH);
  });

  it('opens it once when it is killed between the opening and its own memory of it', async () => {
    const { ran, folder } = await replica(1);
    await until(() => ran() >= RATINGS);
    expect(folder.errors).toHaveLength(1);
    expect([...await openings()].sort()).toEqual(BOTH);
  });
});
