import { buildSchema, getNamedType, isListType, isNonNullType, isObjectType, type GraphQLField, type GraphQLObjectType, type GraphQLOutputType, type GraphQLSchema } from 'graphql';
import { schemaText } from '../../../src/platform/graphql/print-schema.js';

jest.setTimeout(60_000);

/** Queries that are not asked as something was known then, each with the reason why not. */
const WITHOUT_AS_KNOWN_AT: Readonly<Record<string, string>> = {
  viewer: 'says who asks',
  parkedRequests: 'lists what stands in no figure now, so that somebody mends it',
  serviceRequest: 'shows one request as its stream has it, with when each event was recorded',
  restatements: 'takes two states of the log: since and until',
  latestTreeHead: 'is what was signed, and when; another one is another head',
  treeHeads: 'are what was signed, each with its instant and its position',
  consistencyProof: 'is between two heads, both named',
  erasureCertificate: 'is a signed statement that does not change',
  terminals: 'says who may post now; the history of each is in the log',
  whatIf: 'a job; its report takes asKnownAt',
};
/** Lists that are whole by nature, and so have no pages. */
const bare = (type: GraphQLOutputType): boolean => (isNonNullType(type) ? bare(type.ofType as GraphQLOutputType) : isListType(type));

describe('The schema', () => {
  let schema: GraphQLSchema;
  let queries: readonly GraphQLField<unknown, unknown>[];
  beforeAll(async () => {
    schema = buildSchema(await schemaText());
    queries = Object.values(schema.getQueryType()!.getFields());
  });
  const argumentsOf = ({ args }: GraphQLField<unknown, unknown>): readonly string[] => args.map(({ name }) => name);
  const objects = (): readonly GraphQLObjectType[] => Object.values(schema.getTypeMap()).filter(isObjectType).filter(({ name }) => !name.startsWith('__'));

  it('asks every figure as it was known at a position or an instant; what is not asked so has a reason', () => {
    const without = queries.filter((query) => !argumentsOf(query).includes('asKnownAt')).map(({ name }) => name);
    expect(without.toSorted()).toEqual(Object.keys(WITHOUT_AS_KNOWN_AT).toSorted());
    expect(String(queries.find(({ name }) => name === 'departmentEfficiency')!.args.find(({ name }) => name === 'asKnownAt')!.type)).toBe('AsKnownAtInput');
    expect(Object.keys((schema.getType('AsKnownAtInput') as unknown as GraphQLObjectType).getFields()).toSorted()).toEqual(['instant', 'position']);
    const report = (schema.getType('WhatIf') as GraphQLObjectType).getFields()['report']!;
    expect(argumentsOf(report)).toContain('asKnownAt');
  });

  it('filters the same way wherever something was known', () => {
    const asked = queries.filter((query) => argumentsOf(query).includes('asKnownAt'));
    expect(asked.length).toBeGreaterThan(15);
    const without = asked.filter((query) => !argumentsOf(query).includes('filter')).map(({ name }) => name);
    // Of one request that is named, there is nothing to filter.
    expect(without).toEqual(['requestHistory', 'requestLedger']);
    for (const { args } of asked) expect([undefined, 'FigureFilterInput', 'HistorySearchInput!']).toContain(args.find(({ name }) => name === 'filter')?.type.toString());
  });

  it('gives every list in pages with a cursor on each edge, the total count, and where the page stands', () => {
    const connections = objects().filter(({ name }) => name.endsWith('Connection') || 'edges' in (schema.getType(name) as GraphQLObjectType).getFields());
    expect(connections.length).toBeGreaterThan(10);
    const bad = connections.filter((type) => ['edges', 'totalCount', 'pageInfo'].some((field) => !(field in type.getFields()))
      || !['cursor', 'node'].every((field) => field in (getNamedType(type.getFields()['edges']!.type) as GraphQLObjectType).getFields()));
    expect(bad.map(({ name }) => name)).toEqual([]);
    expect(queries.filter(({ type }) => bare(type)).map(({ name }) => name)).toEqual([]);
  });

  it('takes first with a default and after for every connection', () => {
    const paged = objects().flatMap((type) => Object.values(type.getFields()).filter((field) => isObjectType(getNamedType(field.type)) && 'edges' in (getNamedType(field.type) as GraphQLObjectType).getFields())
      .map((field) => ({ name: `${type.name}.${field.name}`, args: field.args })));
    expect(paged.filter(({ args }) => !args.some(({ name }) => name === 'after')
      || args.find(({ name }) => name === 'first')?.defaultValue === undefined).map(({ name }) => name))
      // Its page is asked for beside the report, whose total stands above the lines.
      .toEqual(['DelayLedgerReport.lines']);
  });
});
