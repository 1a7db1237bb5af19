import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { SAMPLE_QUERY } from '../../src/demo/sample-query.js';
import type { Role } from '../../src/kernel/actor.js';
import { fencesOf, queryIn, requestIn, type Fence } from '../support/docs-samples.js';
import type { Json } from '../support/hall/hall-server.js';
import { useHall } from '../support/hall/use-hall.js';

const root = join(import.meta.dirname, '..', '..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

/** Places and ids differ from run to run; everything else of a printed answer must be so. */
function lasting(answer: Json): Json {
  if (Array.isArray(answer)) return answer.map(lasting);
  if (typeof answer !== 'object' || answer === null) return answer;
  const entries = Object.entries(answer as Record<string, Json>).filter(([name]) => !['position', 'eventId', 'correlationId', 'recordedAt'].includes(name));
  return Object.fromEntries(entries.map(([name, value]) => [name, lasting(value)]));
}

/** Printed lines of how a due instant came out that the answer does not have; the demo's answer, further up, is another day's. */
function linesMissingFrom(answer: Json, printed: string): string[] {
  const limits = answer?.data?.serviceRequest?.limits as { explanation: { en: string }[] }[] | undefined;
  const said = limits?.[0]?.explanation.map(({ en }) => en);
  return said === undefined ? [] : printed.trim().split('\n').filter((line) => !said.includes(line));
}

const roleFor = (query: string): Role => {
  if (/\b(register|put|rotate|move|revoke)[A-Z]|\bterminals\b/.test(query)) return 'administrator';
  return query.trimStart().startsWith('mutation') || /\b(parkedRequests|requestHistory|historySearch|ruledBy|treeHeads)\b/.test(query) ? 'supervisor' : 'analyst';
};

/** In this order: a later document may speak of what an earlier one recorded. */
const DOCUMENTS = ['README.md', 'docs/how-to/connect-a-terminal.md', 'docs/reference/graphql.md'];

describe('The samples in the documents', () => {
  const hall = useHall({ CATALOGUE: join(root, 'catalogue', 'default.yaml') });

  /** As a client does that wants to see what it has just recorded; what may be accepted a moment later is sent again. */
  let seen: string | null = null;
  async function asked(query: string): Promise<Json> {
    for (;;) {
      const headers = { ...hall().authorization(roleFor(query)), 'content-type': 'application/json', ...(seen !== null && { 'x-position': seen }) };
      const answer = await hall().request('/graphql', { method: 'POST', headers, body: JSON.stringify({ query }) });
      seen = answer.headers.get('x-position') ?? seen;
      if (!JSON.stringify(answer.body).includes('"retryable":true')) return answer.body;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  async function answerOf(fence: Fence): Promise<Json> {
    const posted = requestIn(fence);
    if (posted !== null) return (await hall().request('/events', { method: 'POST', headers: { ...posted.headers, ...hall().authorization('terminal') }, body: posted.body })).body;
    const query = queryIn(fence);
    if (query === null) return null;
    const body = await asked(query);
    expect({ query, errors: body.errors }).toEqual({ query, errors: undefined });
    expect(JSON.stringify(body)).not.toMatch(/"__typename":"(Rectification)?Refused"|"refused":\[\{/);
    return body;
  }

  it('run from first to last, and answer as the documents print it', async () => {
    let compared = 0;
    for (const document of DOCUMENTS) {
      let answer: Json = null;
      for (const fence of fencesOf(read(document))) {
        if (fence.language === 'text') expect(linesMissingFrom(answer, fence.text)).toEqual([]);
        else if (fence.language !== 'json') answer = (await answerOf(fence)) ?? answer;
        else {
          expect({ at: fence.line, document, answer }).toMatchObject({ at: fence.line, document, answer: lasting(JSON.parse(fence.text)) });
          compared += 1;
        }
      }
    }
    expect(compared).toBeGreaterThan(6);
  });

  it('leave no field of a department’s figures undefined in the reference', async () => {
    const query = '{ __type(name: "DepartmentEfficiency") { fields { name } } }';
    const { body } = await hall().graphql('analyst', query);
    const names = (body.data.__type.fields as { name: string }[]).map(({ name }) => name).filter((name) => !/^department(Id|Name)$/.test(name));
    expect(names.length).toBeGreaterThan(15);
    const figures = read('docs/reference/figures.md');
    expect(names.filter((name) => !new RegExp(`\`${name}\\b`).test(figures))).toEqual([]);
  });

  it('are in the Chinese README the same commands', () => {
    const own = new Set(fencesOf(read('README.md')).map(({ text }) => text));
    const strange = fencesOf(read('README.zh-CN.md')).filter(({ text }) => !own.has(text)).map(({ line }) => `README.zh-CN.md:${line}`);
    expect(strange).toEqual([]);
  });

  it('begin with the question that the service prints at its start', () => {
    expect(fencesOf(read('README.md')).find(({ language }) => language === 'graphql')?.text.trim()).toBe(SAMPLE_QUERY);
  });
});

describe.each(['README.md', 'README.zh-CN.md'])('%s', (readme) => {
  it('links to files that are there', () => {
    const links = [...read(readme).matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map(([, link = '']) => link);
    expect(links.length).toBeGreaterThan(5);
    expect(links.filter((link) => !existsSync(join(root, dirname(readme), link)))).toEqual([]);
  });

  it('names npm scripts and mappings that are there', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const named = [...read(readme).matchAll(/npm (?:run )?(?!ci\b|run\b)([a-z][a-z:]*)/g)].map(([, script = '']) => script);
    expect(named).toEqual(expect.arrayContaining(['start', 'test', 'import', 'rebuild']));
    expect(named.filter((script) => scripts[script] === undefined)).toEqual([]);
    const mappings = [...read(readme).matchAll(/mappings\/[\w.-]+\.yaml/g)].map(([path]) => path);
    expect(mappings.length).toBeGreaterThan(2);
    expect(mappings.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });
});
