import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROLES } from '../../../src/kernel/actor.js';
import { policyFaults } from '../../../src/platform/auth/policy/check-policies.main.js';
import { type Door, doorsOf } from '../../../src/platform/auth/policy/doors.js';
import { FIELD_POLICY } from '../../../src/platform/auth/policy/field-policy.js';
import { ROOT_POLICY } from '../../../src/platform/auth/policy/root-policy.js';
import { appSchema } from '../../../src/platform/graphql/print-schema.js';

const DOC = join(import.meta.dirname, '../../../docs/reference/access.md');
const GUARDED = ['officer', 'principal', 'detail', 'group', 'personName', 'text'] as const;

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
const may = ({ access }: Door, role: (typeof ROLES)[number]): string => (access === 'anyone' ? 'public' : access?.includes(role) === true ? '●' : '');

/** Routes, then queries, mutations and subscriptions, by name. */
const PLACES = ['Query', 'Mutation', 'Subscription'];
const placeOf = (name: string): string => `${PLACES.indexOf(name.split('.')[0]!) + 1} ${name}`;

function doorsTable(doors: readonly Door[]): string {
  const rows = doors.toSorted((a, b) => (placeOf(a.name) < placeOf(b.name) ? -1 : 1)).map((door) => row([`\`${door.name}\``, ...ROLES.map((role) => may(door, role)), ROOT_POLICY[door.name]!]));
  return [row(['door', ...ROLES, 'halls and departments']), row(['---', ...ROLES.map(() => '---'), '---']), ...rows].join('\n');
}

function fieldsTable(): string {
  const fields = GUARDED.map((one) => Object.entries(FIELD_POLICY).flatMap(([type, classes]) => (classes[one] ?? '').split(' ').filter((name) => name !== '').map((name) => `\`${type}.${name}\``)));
  return [row(['class', 'fields']), row(['---', '---']), ...GUARDED.map((one, index) => row([`\`${one}\``, fields[index]!.sort().join(', ')]))].join('\n');
}

const between = (mark: string): string => new RegExp(`<!-- ${mark} -->\\n([\\s\\S]*?)\\n?<!-- /${mark} -->`).exec(readFileSync(DOC, 'utf8'))?.[1] ?? '';

describe('The policies', () => {
  it('are there for every route, field of a root and field of an object, and for nothing else', async () => {
    expect(await policyFaults()).toEqual([]);
  });

  it('are looked for where the handlers are', async () => {
    const { controllers, providers } = await appSchema('development');
    const names = doorsOf([...controllers, ...providers]).map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['POST /events', 'GET /health/live', 'GET /exports/:name', 'Query.viewer', 'Mutation.voidRequest', 'Subscription.warningRaised']));
  });
});

describe('docs/reference/access.md', () => {
  it('has every door with the roles and the halls that its policy says', async () => {
    const { controllers, providers } = await appSchema('development');
    expect(between('doors')).toBe(doorsTable(doorsOf([...controllers, ...providers])));
  });

  it('has every field that is not told to everybody as it is', () => {
    expect(between('fields')).toBe(fieldsTable());
  });
});
