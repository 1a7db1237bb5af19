import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { ReadModelService } from '../../src/efficiency/read-model/read-model.service.js';
import { Keyring, KeysUnavailable } from '../../src/privacy/keyring.js';
import { ProjectionHealth, type ProjectionStatus } from '../../src/projection-host/projection-health.js';
import { stop } from '../../src/platform/shutdown.js';
import { receipt } from '../support/hall/events.js';
import { type Hall, startHall } from '../support/hall/hall-server.js';
import { expectProblem } from '../support/hall/problem.js';
import { useHall } from '../support/hall/use-hall.js';

const begun: Hall[] = [];
const begin = async (): Promise<Hall> => {
  const hall = await startHall();
  begun.push(hall);
  return hall;
};
afterEach(async () => {
  jest.restoreAllMocks();
  await Promise.all(begun.splice(0).map((hall) => hall.stop()));
});

describe('Health', () => {
  const hall = useHall();

  it('is alive without asking anything', async () => {
    expect(await hall().request('/health/live')).toMatchObject({ status: 200, body: { status: 'ok' } });
  });

  it('is ready when the store answers and the read model keeps up, and says how far both are', async () => {
    await hall().running.app.get(ReadModelService).caughtUp();
    const { status, body } = await hall().request('/health/ready');
    expect(status).toBe(200);
    expect(body.details).toMatchObject({
      process: { status: 'up' },
      eventStore: { status: 'up', head: expect.stringMatching(/^\d+$/) },
      keyring: { status: 'up' },
      projection: { status: 'up', lastProgressAt: expect.anything() },
      projectionLag: { status: 'up', position: expect.stringMatching(/^\d+$/), head: expect.stringMatching(/^\d+$/), lagEvents: expect.any(Number), lagMs: expect.any(Number) },
      parked: { status: 'up', requests: 0 },
    });
  });

  it('is not ready when the store fails', async () => {
    jest.spyOn(hall().store, 'head').mockRejectedValue(new Error('disk gone'));
    const answer = await hall().request('/health/ready');
    expectProblem(answer, 503);
    expect(answer.body.checks).toMatchObject({ eventStore: { status: 'down', reason: 'no answer' } });
  });

  it.each([
    ['do not answer', new KeysUnavailable('silence'), 'KEYRING_NO_ANSWER'],
    ['refuse the secret', new KeysUnavailable('no', 'KEYRING_SECRET_REFUSED'), 'KEYRING_SECRET_REFUSED'],
    ['fail', new Error('what is this'), 'no answer'],
  ])('is not ready when the keys %s, and says so', async (_what, error, reason) => {
    jest.spyOn(hall().running.app.get(Keyring, { strict: false }), 'checkAnswers').mockRejectedValue(error);
    const answer = await hall().request('/health/ready');
    expectProblem(answer, 503);
    expect(answer.body.checks).toMatchObject({ eventStore: { status: 'up' }, keyring: { status: 'down', reason } });
  });

  const FRESH: ProjectionStatus = {
    position: 9n, head: 9n, lagEvents: 0, lagMs: 0, lastProgressAt: '2026-03-02T03:00:00.000Z', stalled: false, stalledSince: null, stalledReason: null,
    parkedRequests: 0,
  };
  const readyWith = (status: Partial<ProjectionStatus>) => {
    jest.spyOn(hall().running.app.get(ProjectionHealth), 'status').mockReturnValue({ ...FRESH, ...status });
    return hall().request('/health/ready');
  };

  it('is not ready when the projection is frozen, however little it is behind, and says since when and why', async () => {
    const answer = await readyWith({
      position: 8n, lagEvents: 1, lagMs: 40_000, stalled: true, stalledSince: '2026-03-02T03:00:00.000Z', stalledReason: 'Stopped before position 9: UNKNOWN_TYPE',
    });
    expectProblem(answer, 503);
    expect(answer.body.checks.projection).toMatchObject({
      status: 'down', reason: 'stalled', stalledSince: '2026-03-02T03:00:00.000Z', stalledReason: 'Stopped before position 9: UNKNOWN_TYPE',
    });
    expect(answer.body.checks.projectionLag).toMatchObject({ status: 'up', position: '8', head: '9', lagEvents: 1, lagMs: 40_000 });
  });

  it('is ready while a long backlog is worked off, and says how long it is', async () => {
    const answer = await readyWith({ position: 9n, head: 900_009n, lagEvents: 900_000, lagMs: 600_000 });
    expect(answer.status).toBe(200);
    expect(answer.body.details).toMatchObject({ projection: { status: 'up' }, projectionLag: { status: 'up', lagEvents: 900_000, lagMs: 600_000 } });
  });

  it('is ready with requests parked, and says how many', async () => {
    const answer = await readyWith({ parkedRequests: 3 });
    expect(answer.status).toBe(200);
    expect(answer.body.details).toMatchObject({ projection: { status: 'up' }, projectionLag: { lagEvents: 0, lagMs: 0 }, parked: { requests: 3 } });
  });

  it('is not ready while the figures are being built', async () => {
    const answer = await readyWith({ rebuilding: true });
    expectProblem(answer, 503);
    expect(answer.body.checks.projection).toMatchObject({ status: 'down', reason: 'rebuilding' });
  });

  it('is not ready while the process drains, though it still answers', async () => {
    const draining = await begin();
    draining.running.lifecycle.drain();
    expectProblem(await draining.request('/health/ready'), 503);
    expect((await draining.request('/health/live')).status).toBe(200);
  });
});

describe('Stopping', () => {
  const parts = (hall: Hall, said: string[], shutdownMsMax = 20_000) => ({
    server: hall.running.app.getHttpServer(),
    lifecycle: hall.running.lifecycle,
    config: { drainMs: 0, shutdownMsMax },
    closeModules: () => hall.stop(),
    say: (sentence: string) => said.push(sentence),
  });

  it('finishes the request under way, acknowledges it, and exits with 0', async () => {
    const hall = await begin();
    const append = hall.store.append.bind(hall.store);
    let goOn = (): void => undefined;
    const gate = new Promise<void>((resolve) => (goOn = resolve));
    const reached = new Promise<void>((resolve) => {
      jest.spyOn(hall.store, 'append').mockImplementation(async (...args) => {
        resolve();
        await gate;
        return append(...args);
      });
    });
    const answer = hall.request('/events', {
      method: 'POST', headers: { ...hall.authorization('terminal'), 'content-type': 'application/cloudevents+json' }, body: JSON.stringify(receipt('last')),
    });
    await reached;
    const said: string[] = [];
    const stopped = stop(parts(hall, said));
    while (!hall.running.lifecycle.stopping) await new Promise((resolve) => setImmediate(resolve));
    goOn();
    expect(await answer).toMatchObject({ status: 201, body: { status: 'recorded' } });
    expect(await stopped).toBe(0);
    expect(said.at(-1)).toBe('Stopped.');
    await expect(fetch(`${hall.url}/health/live`)).rejects.toThrow();
  });

  it('turns away what arrives on an open connection once it stops', async () => {
    const hall = await begin();
    hall.running.lifecycle.stop();
    const answer = await hall.request('/events', { method: 'POST', headers: { ...hall.authorization('terminal'), 'content-type': 'application/json' }, body: '{}' });
    expectProblem(answer, 503);
    expect(answer.headers.get('retry-after')).toBe('5');
  });

  it('does not wait for ever: exits with 1 when a request does not end', async () => {
    const hall = await begin();
    const body = httpRequest(`${hall.url}/events`, {
      method: 'POST', headers: { ...hall.authorization('terminal'), 'content-type': 'application/json', 'content-length': '100', expect: '100-continue' },
    });
    body.on('error', () => undefined);
    body.flushHeaders();
    await once(body, 'continue');
    const said: string[] = [];
    expect(await stop(parts(hall, said, 100))).toBe(1);
    expect(said.at(-1)).toContain('what was acknowledged is safe');
    body.destroy();
  });
});
