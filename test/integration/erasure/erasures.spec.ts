import { Logger } from '@nestjs/common';
import { verifyStream } from '../../../src/event-store/audit-hash.js';
import { EventStoreUnavailable } from '../../../src/event-store/errors.js';
import { KeysUnavailable, type SealedText } from '../../../src/privacy/keyring.js';
import { ANNA, anna, BEN, DyingStore, erasureEvents, started, world } from '../../support/erasure/world.js';
import { call, progress, streamOfRequest } from '../write-side/examples.js';
import { eventsOf } from '../write-side/harness.js';

describe('The erasure of an applicant', () => {
  beforeEach(() => Logger.overrideLogger(false));

  it('makes every text of that applicant noise, for every process at once, and nobody else’s', async () => {
    const hall = await world();
    const other = hall.replica();
    expect(await hall.textOf('R-1', 1, other)).toBe('note about Anna');
    const result = await hall.erasures().erase(anna);
    expect(result).toMatchObject({ status: 'erased', completion: { data: { requests: 2, texts: 4, keys: 1 } } });
    expect(await Promise.all([hall.textOf('R-1', 0, other), hall.textOf('R-1', 1, other), hall.textOf('R-2', 0), hall.textOf('R-2', 1)])).toEqual([null, null, null, null]);
    expect(await Promise.all([hall.textOf('R-3', 0), hall.textOf('R-3', 1), hall.textOf('R-4', 1)])).toEqual([BEN, 'note about Ben', 'nobody']);
  });

  it('is recorded before and after, by its pseudonym, with the range of what it made unreadable, and no reference in it', async () => {
    const hall = await world();
    await hall.erasures().erase(anna);
    const [first] = await eventsOf(hall.store, streamOfRequest('R-1'));
    const last = (await eventsOf(hall.store, streamOfRequest('R-2'))).at(-1);
    const { keyId } = first?.data['applicant'] as SealedText;
    const events = await erasureEvents(hall);
    expect(events.map(({ stream, type, data, metadata }) => ({ stream, type, data, principal: metadata['principal'] }))).toEqual([
      { stream: `erasure-${keyId}`, type: 'ErasureRequested', principal: 'admin-1',
        data: { hallId: 'hall', applicantKeyId: keyId, occurredAt: '2026-03-06T12:00:00.000Z', reason: 'APPLICANT_ASKED' } },
      { stream: `erasure-${keyId}`, type: 'ErasureCompleted', principal: 'admin-1', data: {
        hallId: 'hall', applicantKeyId: keyId, occurredAt: '2026-03-06T12:00:00.000Z', requests: 2, texts: 4, keys: 1, keyIds: [keyId],
        firstPosition: String(first?.position), lastPosition: String(last?.position),
      } },
    ]);
    expect(JSON.stringify(events, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value))).not.toContain(ANNA);
    expect(await verifyStream(events)).toBeNull();
    expect(await verifyStream(await eventsOf(hall.store, streamOfRequest('R-1')))).toBeNull();
  });

  it('asked for again by its pseudonym answers as the first time; by the reference nobody is found any more', async () => {
    const hall = await world();
    const first = await hall.erasures().erase(anna);
    const pseudonym = (await erasureEvents(hall))[0]!.data['applicantKeyId'] as string;
    const again = await hall.erasures().erase({ ...anna, applicant: { pseudonym } });
    expect(again).toEqual({ ...first, status: 'already-erased' });
    expect(await hall.erasures().erase(anna)).toEqual({ status: 'refused', code: 'UNKNOWN_APPLICANT' });
    expect(await erasureEvents(hall)).toHaveLength(2);
  });

  it('is refused for whoever was never met, for another hall’s applicant, and for what is no applicant’s key, and records nothing', async () => {
    const hall = await world();
    const keyOf = async (id: string, revision: number, field: string) => ((await eventsOf(hall.store, streamOfRequest(id)))[revision]?.data[field] as SealedText).keyId;
    const wrong = [
      { ...anna, applicant: { reference: 'ID-nobody' } }, { ...anna, hallId: 'west' },
      { ...anna, hallId: 'west', applicant: { pseudonym: await keyOf('R-1', 0, 'applicant') } },
      { ...anna, applicant: { pseudonym: await keyOf('R-4', 1, 'note') } },
      { ...anna, applicant: { pseudonym: '00000000-0000-0000-0000-000000000000' } }, { ...anna, applicant: { pseudonym: 'x' } },
    ];
    for (const asked of wrong) expect(await hall.erasures().erase(asked)).toEqual({ status: 'refused', code: 'UNKNOWN_APPLICANT' });
    expect(await erasureEvents(hall)).toEqual([]);
    expect(await hall.textOf('R-4', 1)).toBe('nobody');
  });

  it('gives the person who comes back another key, and its pseudonym covers what was sealed since under the requests’ own keys', async () => {
    const hall = await world();
    await hall.erasures().erase(anna);
    await hall.side.records.record(call('R-1', [['3', progress('R-1', 9, 'planning', 'goes on')]]));
    await hall.record('R-5', ANNA, 'came back');
    const keyIds = await Promise.all([['R-1', 0, 'applicant'], ['R-1', 2, 'note'], ['R-5', 0, 'applicant']].map(async ([id, revision, field]) =>
      ((await eventsOf(hall.store, streamOfRequest(id as string)))[revision as number]?.data[field as string] as SealedText).keyId));
    expect(new Set(keyIds).size).toBe(3);
    expect(await hall.textOf('R-1', 2)).toBe('goes on');
    const again = { ...anna, applicant: { pseudonym: keyIds[0]! } };
    expect(await hall.erasures().erase(again)).toMatchObject({ status: 'erased', completion: { data: { requests: 2, texts: 5, keys: 2 } } });
    expect(await hall.erasures().erase(again)).toMatchObject({ status: 'already-erased', completion: { data: { texts: 5 } } });
    expect(await hall.textOf('R-1', 2)).toBeNull();
    expect(await hall.textOf('R-5', 1)).toBe('came back');
    expect(await hall.erasures().erase(anna)).toMatchObject({ status: 'erased', completion: { data: { requests: 1, texts: 2 } } });
    expect(await Promise.all([hall.textOf('R-5', 0), hall.textOf('R-5', 1)])).toEqual([null, null]);
    expect((await erasureEvents(hall)).map(({ stream }) => stream.slice(8))).toEqual([0, 0, 0, 0, 2, 2].map((index) => keyIds[index]));
  });

  it('covers a text about an applicant’s request that was sealed under the request’s own key', async () => {
    const hall = await world();
    const own = await hall.keyring.keyIdFor('request:hall.R-1');
    const reason = await hall.keyring.seal(own, 'read because of Anna');
    await hall.store.append('historyRead-hall.R-1', 'no-stream', [{ id: crypto.randomUUID(), type: 'HistoryRead', data: { hallId: 'hall', reason }, metadata: {} }]);
    expect(await hall.erasures().erase(anna)).toMatchObject({ completion: { data: { requests: 2, texts: 5, keys: 2 } } });
    expect(await hall.replica().open(reason!)).toBeNull();
  });

  it.each(['ErasureRequested', 'ErasureCompleted'])('that dies before its %s is finished by the next process, or was never begun', async (at) => {
    const hall = await world();
    const pseudonym = await hall.keyring.lookup(`applicant:hall:${ANNA}`);
    await expect(hall.erasures(new DyingStore(hall.store, at)).erase(anna)).rejects.toThrow(`died before ${at}`);
    const begun = at === 'ErasureCompleted';
    expect(await hall.textOf('R-1', 1)).toBe(begun ? null : 'note about Anna');
    const follower = await started(hall.store, hall.replica(), async () => !begun || (await erasureEvents(hall)).length === 2);
    await follower.beforeApplicationShutdown();
    const events = await erasureEvents(hall);
    expect(events.map(({ type }) => type)).toEqual(begun ? ['ErasureRequested', 'ErasureCompleted'] : []);
    if (begun) expect(events[1]).toMatchObject({ data: { applicantKeyId: pseudonym, requests: 2, texts: 4 }, metadata: { principal: 'erasure', correlationId: 'c-1' } });
  });

  it('that dies before a key is destroyed is finished by the next process, which says so', async () => {
    const hall = await world();
    const stuck = hall.replica();
    jest.spyOn(stuck, 'erase').mockRejectedValue(new KeysUnavailable('away'));
    await expect(hall.erasures(hall.store, stuck).erase(anna)).rejects.toBeInstanceOf(EventStoreUnavailable);
    expect(await hall.textOf('R-1', 1)).toBe('note about Anna');
    const warn = jest.spyOn(Logger.prototype, 'warn');
    const follower = await started(hall.store, hall.replica(), async () => (await erasureEvents(hall)).length === 2);
    expect(warn).toHaveBeenCalledWith(expect.stringContaining('requested and not completed'));
    expect(await hall.textOf('R-1', 1)).toBeNull();
    await follower.beforeApplicationShutdown();
  });

  it('may be sent again after it died, and is finished by that', async () => {
    const hall = await world();
    const pseudonym = (await hall.keyring.lookup(`applicant:hall:${ANNA}`))!;
    await expect(hall.erasures(new DyingStore(hall.store, 'ErasureCompleted')).erase(anna)).rejects.toThrow('died');
    expect(await hall.erasures().erase({ ...anna, applicant: { pseudonym } })).toMatchObject({ status: 'erased', completion: { data: { texts: 4 } } });
  });

  it('is done once where two ask for it at once, and one at a time in a process', async () => {
    const hall = await world();
    const [here, there] = [hall.erasures(), hall.erasures(hall.store, hall.replica())];
    const results = await Promise.all([here.erase(anna), here.erase(anna), there.erase(anna)]);
    expect(results.map(({ status }) => status)).toEqual(['erased', 'refused', expect.stringMatching(/erased/)]);
    expect(results[1]).toMatchObject({ code: 'ERASURE_RUNNING' });
    expect((await erasureEvents(hall)).map(({ type }) => type)).toEqual(['ErasureRequested', 'ErasureCompleted']);
  });
});

describe('Every other process', () => {
  it('stops sealing with the destroyed key as soon as the log says so', async () => {
    const hall = await world();
    const other = hall.replica();
    const keyId = await other.keyIdFor(`applicant:hall:${ANNA}`);
    const forget = jest.spyOn(other, 'forget');
    const follower = await started(hall.store, other, () => true);
    await hall.erasures().erase(anna);
    while (forget.mock.calls.length < 2) await new Promise((resolve) => setImmediate(resolve));
    expect(await other.seal(keyId, 'text')).toBeNull();
    expect(await other.keyIdFor(`applicant:hall:${ANNA}`)).not.toBe(keyId);
    await follower.beforeApplicationShutdown();
  });

  it('destroys a key again that an older copy of the keys has brought back', async () => {
    const hall = await world();
    const copy = [...hall.memory.keys.entries()];
    await hall.erasures().erase(anna);
    for (const [keyId, key] of copy) hall.memory.keys.set(keyId, key);
    expect(await hall.textOf('R-1', 1)).toBe('note about Anna');
    const follower = await started(hall.store, hall.replica(), async () => (await hall.textOf('R-1', 1)) === null);
    expect(await hall.textOf('R-3', 1)).toBe('note about Ben');
    await follower.beforeApplicationShutdown();
  });
});
