import { EventStoreUnavailable } from '../../src/event-store/errors.js';
import { ReadModelService } from '../../src/efficiency/read-model/read-model.service.js';
import type { AccessScope, Role } from '../../src/kernel/actor.js';
import { postStructured, receipt } from '../support/hall/events.js';
import { expectProblem } from '../support/hall/problem.js';
import { useHall } from '../support/hall/use-hall.js';

describe('A file', () => {
  const hall = useHall();
  const ask = (name: string, role: Role) => hall().request(`/exports/${name}`, { headers: hall().authorization(role) });
  const written = async () => (await hall().store.readAll(null, 1_000)).filter(({ type }) => type === 'HistoriesExported');
  beforeAll(async () => {
    await postStructured(hall(), receipt('1'));
    await hall().running.app.get(ReadModelService).caughtUp();
  });

  it('of histories is written down before it is begun, where it has the ids of people in it', async () => {
    for (const [role, name] of [['supervisor', 'histories.jsonl'], ['administrator', 'histories.xes']] as const) {
      const { status, headers } = await ask(name, role);
      expect(status).toBe(200);
      const event = (await written()).at(-1);
      expect(event).toMatchObject({ stream: 'historySearch-hall', data: { role, file: name, position: headers.get('x-position') }, metadata: { principal: `${role}-1` } });
    }
    expect(await written()).toHaveLength(2);
  });

  it('of histories is not, where it has pseudonyms only, or is of facts', async () => {
    const before = (await written()).length;
    expect([(await ask('histories.jsonl', 'analyst')).status, (await ask('receipts.csv', 'supervisor')).status]).toEqual([200, 200]);
    expect(await written()).toHaveLength(before);
  });

  it('of histories is not given out when that cannot be written down', async () => {
    const append = jest.spyOn(hall().store, 'append').mockRejectedValue(new EventStoreUnavailable('away'));
    const answer = await ask('histories.jsonl', 'supervisor');
    append.mockRestore();
    expectProblem(answer, 503);
    expect(JSON.stringify(answer.body)).not.toContain('RequestReceived');
  });

  it('of the reference data names officers only to who sees all halls and departments', async () => {
    await hall().graphql('administrator', 'mutation { registerOfficer(input: { officerId: "o-1", name: "李小红" }) { recorded } }');
    await hall().running.app.get(ReadModelService).caughtUp();
    const told = async (role: Role, scope?: AccessScope) => (await fetch(`${hall().url}/exports/reference.jsonl`, { headers: hall().authorization(role, scope) })).text();
    expect(await told('supervisor')).toContain('李小红');
    const held = await told('supervisor', { halls: ['hall'], departmentTrees: ['planning'] });
    expect(held).toContain('DepartmentRegistered');
    expect([held.includes('李小红'), (await told('analyst')).includes('李小红')]).toEqual([false, false]);
  });
});
