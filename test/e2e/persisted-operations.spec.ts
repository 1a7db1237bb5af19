import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSchema, parse, validate } from 'graphql';
import { PersistedOperations } from '../../src/platform/graphql/persisted/persisted-operations.js';
import { HALL_REFERENCE } from '../support/hall/hall-reference.js';
import { useHall } from '../support/hall/use-hall.js';

const folder = join(import.meta.dirname, '..', '..', 'operations');
const OPERATIONS = Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
/** What the hall is set up with has to be registered as well. */
const withReference = mkdtempSync(join(tmpdir(), 'operations-'));
for (const [name, text] of [...Object.entries(OPERATIONS), ['hall.graphql', HALL_REFERENCE] as const]) writeFileSync(join(withReference, name), text);
afterAll(() => rmSync(withReference, { recursive: true, force: true }));
const hashOf = (name: string): string => createHash('sha256').update(OPERATIONS[name]!).digest('hex');
const VIEWER = { viewer: { principal: 'analyst-1', role: 'analyst', defaultHallId: 'hall' } };

describe.each([['beside any other operation', 'false'], ['alone', 'true']])('Registered operations, %s,', (_, only) => {
  const asked = useHall({ GRAPHQL_OPERATIONS: withReference, GRAPHQL_PERSISTED_ONLY: only });
  const post = (body: object) => asked().request('/graphql', { method: 'POST', headers: { ...asked().authorization('analyst'), 'content-type': 'application/json' }, body: JSON.stringify(body) });
  const get = (search: Record<string, string>) =>
    asked().request(`/graphql?${new URLSearchParams(search).toString()}`, { headers: { ...asked().authorization('analyst'), 'mercurius-require-preflight': '1' } });

  it('are answered by their SHA-256, by POST and GET, in mercurius’ way and in Apollo’s', async () => {
    const hash = hashOf('viewer.graphql');
    const extensions = { persistedQuery: { version: 1, sha256Hash: hash } };
    expect((await post({ query: hash, persisted: true })).body).toEqual({ data: VIEWER });
    expect((await post({ extensions })).body).toEqual({ data: VIEWER });
    expect((await get({ query: hash, persisted: 'true' })).body).toEqual({ data: VIEWER });
    expect((await get({ extensions: JSON.stringify(extensions) })).body).toEqual({ data: VIEWER });
    expect((await post({ query: OPERATIONS['viewer.graphql'] })).body).toEqual({ data: VIEWER });
  });

  it('take variables', async () => {
    const { body } = await post({ query: hashOf('department-efficiency.graphql'), persisted: true, variables: { at: '2026-03-02T04:00:00Z' } });
    expect(body).toMatchObject({ data: { departmentEfficiency: { at: '2026-03-02T04:00:00.000Z', total: { received: 0 } } } });
  });

  it('are refused with a code where none has that SHA-256', async () => {
    const { status, body } = await post({ query: 'ab'.repeat(32), persisted: true });
    const [code, wanted] = only === 'true' ? ['PERSISTED_ONLY', 403] : ['PERSISTED_QUERY_NOT_FOUND', 404];
    expect({ status, body }).toMatchObject({ status: wanted, body: { data: null, errors: [{ extensions: { code, messageZh: expect.stringContaining('SHA-256') } }] } });
  });

  it(only === 'true' ? 'keep everything else out, whatever it is called' : 'leave every other operation be', async () => {
    for (const body of [{ query: '{ viewer { role } }' }, { query: '{ viewer { role } }', extensions: { persistedQuery: { version: 1, sha256Hash: hashOf('viewer.graphql') } } }]) {
      const answer = await post(body);
      if (only === 'false') expect(answer.body).toEqual({ data: { viewer: { role: 'analyst' } } });
      else expect(answer).toMatchObject({ status: 403, body: { data: null, errors: [{ extensions: { code: 'PERSISTED_ONLY' } }] } });
    }
  });

  const FREE = '{ viewer { principal } }';
  const FREE_HASH = createHash('sha256').update(FREE).digest('hex');
  const UNKNOWN = only === 'true' ? 'PERSISTED_ONLY' : 'PERSISTED_QUERY_NOT_FOUND';
  it.each([
    ['its own hash', FREE_HASH, (hash: string) => ({ query: FREE, extensions: { persistedQuery: { version: 1, sha256Hash: hash } } })],
    ['another hash', 'cd'.repeat(32), (hash: string) => ({ query: FREE, extensions: { persistedQuery: { version: 1, sha256Hash: hash } } })],
    ['the hash of a registered one', hashOf('viewer.graphql'), (hash: string) => ({ query: FREE, extensions: { persistedQuery: { version: 1, sha256Hash: hash } } })],
    ['its own hash, as a version to come', FREE_HASH, (hash: string) => ({ query: FREE, extensions: { persistedQuery: { version: 2, sha256Hash: hash } } })],
    ['its own hash beside it', FREE_HASH, (hash: string) => ({ query: FREE, persisted: false, hash, sha256Hash: hash, id: hash, documentId: hash })],
  ])('keep nothing that is sent to be registered: a text with %s', async (_how, hash, body) => {
    const { size } = asked().running.app.get(PersistedOperations);
    for (let times = 0; times < 2; times += 1) {
      const sent = await post(body(hash));
      if (only === 'false') expect(sent.body).toEqual({ data: { viewer: { principal: 'analyst-1' } } });
      else expect(sent).toMatchObject({ status: 403, body: { data: null, errors: [{ extensions: { code: 'PERSISTED_ONLY' } }] } });
    }
    for (const later of [{ query: FREE_HASH, persisted: true }, { extensions: { persistedQuery: { version: 1, sha256Hash: FREE_HASH } } }, { query: 'cd'.repeat(32), persisted: true }]) {
      expect((await post(later)).body).toMatchObject({ data: null, errors: [{ extensions: { code: UNKNOWN } }] });
    }
    expect((await post({ query: hashOf('viewer.graphql'), persisted: true })).body).toEqual({ data: VIEWER });
    expect(asked().running.app.get(PersistedOperations).size).toBe(size);
  });
});

it('the operations that are shipped fit the schema', async () => {
  const { schemaText } = await import('../../src/platform/graphql/print-schema.js');
  const schema = buildSchema(await schemaText());
  expect(Object.entries(OPERATIONS).flatMap(([name, text]) => validate(schema, parse(text)).map(({ message }) => `${name}: ${message}`))).toEqual([]);
  expect(Object.keys(OPERATIONS).length).toBeGreaterThan(4);
}, 60_000);
