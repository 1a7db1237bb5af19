import { type GraphQLSchema, isObjectType, getNamedType } from 'graphql';
import type { FastifyInstance } from 'fastify';
import { HttpAdapterHost } from '@nestjs/core';
import { type AccessScope, ROLES, type Role } from '../../../src/kernel/actor.js';
import { classesOf } from '../../../src/platform/auth/policy/check-policies.js';
import { type Door, doorsOf } from '../../../src/platform/auth/policy/doors.js';
import { FIELD_POLICY } from '../../../src/platform/auth/policy/field-policy.js';
import { type Held, ROOT_POLICY } from '../../../src/platform/auth/policy/root-policy.js';
import { appSchema } from '../../../src/platform/graphql/print-schema.js';
import type { Answer } from '../hall/hall-server.js';
import { documentOf } from './documents.js';
import { answerOfRoute } from './routes.js';
import type { Place } from './samples.js';
import { Subscriber } from '../subscriptions/subscriber.js';
import { ABSENT } from '../two-halls/known-ids.js';
import type { TwoHalls } from '../two-halls.js';

type Verdict = 'ANSWERED' | 'FORBIDDEN' | 'UNAUTHENTICATED';
/** What each way of holding means to whoever is held to one hall: of its own hall, and of another one, which "like absent" is told apart below. */
const OF_ONE_HALL: Readonly<Record<Held, Verdict>> = {
  question: 'ANSWERED', request: 'ANSWERED', command: 'ANSWERED', own: 'ANSWERED', unscoped: 'ANSWERED', local: 'ANSWERED', installation: 'FORBIDDEN',
};
const expected = ({ access, name }: Door, role: Role | null, everywhere: boolean): Verdict => {
  if (access === 'anyone') return 'ANSWERED';
  if (role === null) return 'UNAUTHENTICATED';
  if (access === undefined || !access.includes(role)) return 'FORBIDDEN';
  return everywhere ? 'ANSWERED' : OF_ONE_HALL[ROOT_POLICY[name]!];
};

const REFUSED_MS_MAX = 10_000;
/** Seconds of work each time: one role asks it of another hall, and that is enough. */
const HEAVY = new Set(['Query.restatements']);

const NOT_ANSWERED = ['INTERNAL', 'GRAPHQL_VALIDATION_FAILED', 'BAD_USER_INPUT', 'BAD_REQUEST'];
function verdictOf({ status, body }: Answer): string {
  const code: string | undefined = body?.errors?.[0]?.extensions?.code;
  if (code === 'FORBIDDEN' || status === 403) return 'FORBIDDEN';
  if (code === 'UNAUTHENTICATED' || status === 401) return 'UNAUTHENTICATED';
  return NOT_ANSWERED.includes(code ?? '') || [400, 500].includes(status) ? `${status} ${JSON.stringify(body)}` : 'ANSWERED';
}
/** Without what is another's in every answer: the id of the asking, and how far the log is. */
const comparable = ({ status, headers, body }: Answer, { hallId }: Place) => ({
  status, headers: [...headers.keys()].filter((name) => name !== 'x-position').sort().join(),
  body: JSON.stringify(body).replace(/"(correlationId|position|since|until)":"[^"]*"/g, '"$1":"-"').replace(/matrix-\d+/, '-')
    .replace(new RegExp(`\\b${hallId}\\b`, 'g'), '****'),
});

/** Every door, as every role, of the own hall, another and none. It records: after whatever else these halls are asked. */
export const describeMatrix = (started: () => TwoHalls): void => describe('The authorization matrix', () => {
  let halls: TwoHalls;
  let schema: GraphQLSchema;
  let doors: readonly Door[];
  beforeAll(async () => {
    halls = started();
    const { controllers, providers } = await appSchema('development');
    doors = doorsOf([...controllers, ...providers]);
    const server: FastifyInstance = halls.hall.running.app.get(HttpAdapterHost).httpAdapter.getInstance();
    schema = server.graphql.schema;
  });

  const headersOf = (role: Role | null, scope: AccessScope) => (role === null ? {} : halls.as(role, scope).headers);
  const fieldOf = (name: string) => {
    const [root, field] = name.split('.') as [string, string];
    return { root, field: (schema.getType(root) as ReturnType<GraphQLSchema['getQueryType']>)!.getFields()[field]! };
  };
  async function ask(name: string, role: Role | null, scope: AccessScope, at: Place, depth = 0): Promise<Answer> {
    if (name.includes(' ')) return answerOfRoute(halls.hall, name, headersOf(role, scope), at);
    const { root, field } = fieldOf(name);
    const query = documentOf(root, field, at, depth);
    return halls.hall.request('/graphql', { method: 'POST', headers: { ...headersOf(role, scope), 'content-type': 'application/json' }, body: JSON.stringify({ query }) });
  }
  const asked = (kind: RegExp) => doors.filter(({ name }) => kind.test(name));
  const told = async (kind: RegExp, of: readonly (Role | null)[], scope: AccessScope, everywhere: boolean) => {
    const [found, wanted]: Record<string, string>[] = [{}, {}];
    for (const role of of) {
      await Promise.all(asked(kind).map(async (door) => {
        found![`${role} ${door.name}`] = verdictOf(await ask(door.name, role, scope, halls.west));
        wanted![`${role} ${door.name}`] = expected(door, role, everywhere);
      }));
    }
    return [found, wanted];
  };

  it.each([['query', /^Query/], ['route', / /], ['mutation', /^Mutation/]] as const)('answers every %s as its policy says, in one’s own hall, everywhere, and to nobody', async (_kind, kind) => {
    const [nobody, nobodyWanted] = await told(kind, [null], halls.scopes.nowhere, false);
    expect(nobody).toEqual(nobodyWanted);
    const [own, ownWanted] = await told(kind, ROLES, halls.scopes.west, false);
    expect(own).toEqual(ownWanted);
    const [all, allWanted] = await told(/^Query\.(treeHeads|latestTreeHead|parkedRequests)|^Mutation\.(put|registerD|registerO)/, ROLES, halls.scopes.everywhere, true);
    expect(all).toEqual(allWanted);
  });

  it.each([['query', /^Query/], ['mutation', /^Mutation/], ['route', /^(GET \/(exports|receipts|erasures)|POST)/]] as const)('answers every %s about another hall as about none', async (_kind, kind) => {
    const scoped = asked(kind).filter(({ name, access }) => access !== 'anyone' && !['installation', 'unscoped'].includes(ROOT_POLICY[name]!));
    expect(scoped.length).toBeGreaterThan(0);
    for (const { name, access } of scoped) {
      for (const [index, role] of ROLES.filter((one) => access?.includes(one)).slice(0, HEAVY.has(name) ? 1 : ROLES.length).entries()) {
        const depth = index === 0 ? 2 : 0;
        const [foreign, absent] = [await ask(name, role, halls.scopes.west, halls.east, depth), await ask(name, role, halls.scopes.west, ABSENT, depth)];
        expect([name, role, comparable(foreign, halls.east)]).toEqual([name, role, comparable(absent, ABSENT)]);
      }
    }
  });

  it('would tell the two apart: whoever may look everywhere is answered otherwise of a hall than of none', async () => {
    const scoped = asked(/^Query/).filter(({ name, access }) => access?.includes('supervisor') && !HEAVY.has(name) && ['question', 'request'].includes(ROOT_POLICY[name]!));
    const apart = await Promise.all(scoped.map(async ({ name }) => {
      const [foreign, absent] = [await ask(name, 'supervisor', halls.scopes.everywhere, halls.east), await ask(name, 'supervisor', halls.scopes.everywhere, ABSENT)];
      return JSON.stringify(comparable(foreign, halls.east)) !== JSON.stringify(comparable(absent, ABSENT));
    }));
    expect(apart.filter(Boolean).length).toBeGreaterThan(scoped.length / 2);
  });

  it('lets every subscription be listened to as its policy says', async () => {
    for (const door of asked(/^Subscription/)) {
      for (const role of [null, ...ROLES]) {
        const { authorization = null } = headersOf(role, halls.scopes.west) as { authorization?: string };
        const subscriber = new Subscriber(halls.hall.url, authorization);
        const { root, field } = fieldOf(door.name);
        const first = subscriber.results(documentOf(root, field, halls.west, 0)).next().then(({ value }) => value?.errors?.[0]?.extensions?.code ?? 'ANSWERED', (error: unknown) => refusalOf(error));
        const wanted = expected(door, role, false);
        const verdict = await Promise.race([first, wanted === 'ANSWERED' ? quiet(subscriber) : patience()]);
        expect([door.name, role, verdict]).toEqual([door.name, role, wanted]);
        await subscriber.close();
      }
    }
  });

  it('reaches every type that has classes from a root, and has a class for every field', () => {
    const seen = new Set<string>();
    const walk = (name: string): void => {
      const type = schema.getType(name);
      if (seen.has(name) || type === undefined) return;
      seen.add(name);
      if (isObjectType(type)) for (const field of Object.values(type.getFields())) walk(getNamedType(field.type).name);
      else if ('getTypes' in type) for (const member of type.getTypes()) walk(member.name);
    };
    for (const root of ['Query', 'Mutation', 'Subscription']) walk(root);
    const classes = classesOf(FIELD_POLICY);
    const fields = [...seen].filter((name) => !['Query', 'Mutation', 'Subscription'].includes(name)).map((name) => schema.getType(name)).filter(isObjectType)
      .flatMap((type) => Object.keys(type.getFields()).map((field) => `${type.name}.${field}`));
    expect(fields.filter((field) => classes.get(field)?.length !== 1)).toEqual([]);
    expect([...classes.keys()].filter((field) => !fields.includes(field))).toEqual([]);
  });
});

/** A refusal that does not come is none. */
const patience = (): Promise<string> => new Promise((resolve) => { setTimeout(() => resolve('ANSWERED'), REFUSED_MS_MAX).unref(); });

/** Whoever may listen hears nothing yet: another subscription, sent later, has been refused meanwhile. */
async function quiet(subscriber: Subscriber): Promise<string> {
  await subscriber.results('subscription { nothing }').next().catch(() => null);
  await new Promise((resolve) => setTimeout(resolve, 50));
  return 'ANSWERED';
}
function refusalOf(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'code' in error) return error.code === 4401 ? 'UNAUTHENTICATED' : String(error.code);
  return (error as readonly { readonly extensions?: { readonly code?: string } }[])[0]?.extensions?.code ?? 'ANSWERED';
}
