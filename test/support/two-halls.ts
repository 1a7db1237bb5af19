import { CommandBus } from '@nestjs/cqrs';
import { ReadModelService } from '../../src/efficiency/read-model/read-model.service.js';
import { type AccessScope, EVERYWHERE, type Role } from '../../src/kernel/actor.js';
import type { Environment } from '../../src/platform/config.js';
import { streamOf } from '../../src/service-request/domain/events.js';
import { type Answer, type Hall, startHall } from './hall/hall-server.js';
import { until } from './subscriptions/subscriber.js';
import { type HallName, idsOf, type KnownIds, referenceOf } from './two-halls/known-ids.js';
import { recordStory } from './two-halls/record-story.js';

/** Two halls in one installation: each with departments of its own tree and the same story; what is one's has its name in it. */
export interface TwoHalls {
  readonly hall: Hall;
  readonly east: KnownIds;
  readonly west: KnownIds;
  /** Whoever may look into one hall, or at one tree of departments, or everywhere. */
  readonly scopes: Readonly<Record<'east' | 'west' | 'eastTree' | 'westTree' | 'everywhere' | 'nowhere', AccessScope>>;
  readonly as: (role: Role, scope: AccessScope, principal?: string) => Caller;
  readonly stop: () => Promise<void>;
}
export interface Caller {
  readonly headers: { readonly authorization: string };
  readonly graphql: (query: string, variables?: object) => Promise<Answer>;
  /** The body as it came. */
  readonly file: (path: string) => Promise<Answer>;
}

const scopeOf = (halls: AccessScope['halls'], departmentTrees: AccessScope['departmentTrees']): AccessScope => ({ halls, departmentTrees });

/** Started once for a describe block; everything is recorded, projected, warned of and opened for rectification when it resolves. */
export async function startTwoHalls(env: Environment = {}): Promise<TwoHalls> {
  const hall = await startHall({ WARNINGS_EVERY_MS: '1000', ...env });
  const [east, west] = [idsOf('east'), idsOf('west')];
  try {
    for (const ids of [east, west]) {
      const { body } = await hall.graphql('administrator', referenceOf(ids));
      if (/"refused":\{|"errors"/.test(JSON.stringify(body))) throw new Error(JSON.stringify(body));
      await recordStory(hall.running.app.get(CommandBus, { strict: false }), ids);
      await park(hall, ids);
    }
    await settled(hall);
  } catch (error) {
    await hall.stop();
    throw error;
  }
  const as: TwoHalls['as'] = (role, scope, principal) => callerOf(hall, hall.authorization(role, scope, principal));
  const scopes = {
    east: scopeOf(['east'], 'all'), west: scopeOf(['west'], 'all'), eastTree: scopeOf('all', ['east']), westTree: scopeOf('all', ['west']),
    everywhere: EVERYWHERE, nowhere: scopeOf([], []),
  };
  return { hall, east, west, scopes, as, stop: hall.stop };
}

const fetched = async (url: string, init: RequestInit): Promise<Answer> => {
  const response = await fetch(url, init);
  return { status: response.status, headers: response.headers, body: Buffer.from(await response.arrayBuffer()).toString('latin1') };
};

const callerOf = (hall: Hall, headers: Caller['headers']): Caller => ({
  headers, file: (path) => fetched(`${hall.url}${path}`, { headers }),
  graphql: (query, variables) => hall.request('/graphql', {
    method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify({ query, variables }),
  }),
});

/** One request stands still: a newer program has recorded what this one does not know. */
async function park({ store }: Hall, { hallId, requests }: KnownIds): Promise<void> {
  const stream = streamOf(hallId, requests.parked);
  for await (const { data, metadata, revision } of store.readStream(stream)) {
    await store.append(stream, revision, [{ id: `00000000-0000-4000-8000-0000000000${nthOf(hallId)}`, type: 'RequestArchivedV2', data, metadata }]);
    break;
  }
}
const nthOf = (hallId: HallName): string => (hallId === 'east' ? '01' : '02');

/** Two warnings of each hall's old request, and the rectification that its bad rating asks for. */
async function settled({ running: { app } }: Hall): Promise<void> {
  const readModel = app.get(ReadModelService);
  const counted = async (table: string): Promise<number> => {
    await readModel.caughtUp();
    const [row] = await readModel.query<{ n: bigint }>(`SELECT count(*) AS n FROM ${table}`);
    return Number(row?.n ?? 0n);
  };
  for (const [table, n] of Object.entries(RECORDED)) await until(async () => (await counted(table)) >= n);
}
/** Of both halls: what comes by itself after the story is told. */
const RECORDED = { parked: 2, rectifications: 2, warnings: 4 };
