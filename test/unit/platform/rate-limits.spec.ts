import Fastify, { type FastifyInstance } from 'fastify';
import type { Actor, Role } from '../../../src/kernel/actor.js';
import { readConfig } from '../../../src/platform/config.js';
import { openDoor } from '../../../src/platform/http/door.js';
import type { RateLimits } from '../../../src/platform/http/rate-limits.js';

describe('Whose budget is spent', () => {
  let server: FastifyInstance;
  let limits: RateLimits;
  beforeEach(async () => {
    server = Fastify();
    ({ limits } = openDoor(readConfig({ NODE_ENV: 'test', RATE_EVENTS_PER_MINUTE: '2' }), server));
    await server.ready();
  });
  afterEach(() => server.close());

  const actor = (role: Role, halls: Actor['scope']['halls'], principal = 't-1'): Actor => ({ role, principal, scope: { halls, departmentTrees: 'all' } });
  const spend = (who: Actor): Promise<number> => limits.spend({ ip: '203.0.113.9', url: '/events' }, who).then(() => 200, ({ status }: { status: number }) => status);
  const spent = async (...who: readonly Actor[]): Promise<readonly number[]> => {
    const statuses: number[] = [];
    for (const one of who) statuses.push(await spend(one));
    return statuses;
  };

  it('is each hall’s where terminals of two halls have one id', async () => {
    const [east, west] = [actor('terminal', ['east']), actor('terminal', ['west'])];
    expect(await spent(east, east, east, west, west, west)).toEqual([200, 200, 429, 200, 200, 429]);
  });

  it('is one where the same halls stand in another order', async () => {
    const [one, other] = [actor('terminal', ['east', 'west']), actor('terminal', ['west', 'east'])];
    expect(await spent(one, other, one)).toEqual([200, 200, 429]);
  });

  it('is a person’s own in all halls together, and not that of somebody in another role', async () => {
    const [east, west] = [actor('supervisor', ['east']), actor('supervisor', ['west'])];
    expect(await spent(east, west, east, actor('terminal', 'all'))).toEqual([200, 200, 429, 200]);
  });
});
