import { maxDepthRule } from '@escape.tech/graphql-armor-max-depth';
import type { DynamicModule } from '@nestjs/common';
import { GraphQLModule } from '@nestjs/graphql';
import { MercuriusDriver, type MercuriusDriverConfig } from '@nestjs/mercurius';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type DocumentNode, type GraphQLSchema, NoSchemaIntrospectionCustomRule } from 'graphql';
import { tokenNeeded } from '../http/identity-problems.js';
import { actorOf } from '../auth/current-actor.js';
import type { GraphqlMeter } from '../metrics/graphql-meter.js';
import { costRule, refuseCostWithVariables } from './cost.js';
import { refuseDocument, refuseText } from './document-limits.js';
import { formatGraphqlErrors } from './error-formatter.js';
import type { PersistedOperations } from './persisted/persisted-operations.js';
import type { ReportTags } from './report-tags.js';
import { oneOperationRule } from './one-operation.rule.js';
import { SCHEMA_OPTIONS } from './schema-options.js';
import { uncompiled } from './uncompiled-documents.js';
import { subscriptionsBySocketRule } from './subscriptions/subscriptions-by-socket.rule.js';

/** Enough for the largest page, 1,000 groups, with every figure of each, which is 2.8 million; two of them are not. */
const DEPTH_MAX = 12;
const COST_MAX = 3_000_000;
export const TOKENS_MAX = 5_000;
const CACHED_QUERIES_MAX = 256;

/**
 * Introspection is left to the rule that graphql itself has for it, needs a token like everything else, and is off in production: the
 * schema is published with the source, so that is only one thing less to ask of a busy service.
 */
export const validationRules = (meter: GraphqlMeter, production: boolean) => [
  oneOperationRule,
  ...(production ? [NoSchemaIntrospectionCustomRule] : []),
  maxDepthRule({ n: DEPTH_MAX, flattenFragments: true, ignoreIntrospection: true, onAccept: [meter.depthAccepted] }),
  costRule({ maxCost: COST_MAX, onAccept: [meter.costAccepted] }),
];

const hooksOf = (meter: GraphqlMeter, tags: ReportTags) => ({
  ...meter.hooks,
  preParsing: async (_schema: GraphQLSchema, source: string) => refuseText(source),
  preValidation: async (_schema: GraphQLSchema, document: DocumentNode) => refuseDocument(document),
  preExecution: async (schema: GraphQLSchema, document: DocumentNode, context: object, variables?: Record<string, unknown>) => {
    refuseCostWithVariables(schema, document, variables, COST_MAX);
    await meter.hooks.preExecution(schema, document, context);
    tags.begin(schema, document, context, variables);
    return uncompiled(schema, document);
  },
  onResolution: async (execution: { readonly errors?: readonly unknown[] }, context: object) => {
    await meter.hooks.onResolution(execution, context);
    tags.end(execution, context);
  },
});

export interface GraphqlParts {
  readonly meter: GraphqlMeter;
  readonly tags: ReportTags;
  readonly operations: PersistedOperations;
  /** Says nothing of the schema to whoever does not know it. */
  readonly production: boolean;
}

export function graphqlModule({ meter, tags, operations, production }: GraphqlParts): DynamicModule {
  return GraphQLModule.forRoot<MercuriusDriverConfig>({
    driver: MercuriusDriver,
    path: '/graphql',
    autoSchemaFile: true,
    sortSchema: true,
    buildSchemaOptions: SCHEMA_OPTIONS,
    jit: 1,
    cache: CACHED_QUERIES_MAX,
    graphiql: false,
    csrfPrevention: true,
    allowBatchedQueries: false,
    subscription: false,
    graphql: { parseOptions: { maxTokens: TOKENS_MAX } },
    validationRules: [...validationRules(meter, production), subscriptionsBySocketRule],
    errorFormatter: (execution, context) => meter.seen(formatGraphqlErrors(execution, context, production)),
    hooks: hooksOf(meter, tags),
    // What it has beyond this is for clients that register operations themselves, which these may not.
    persistedQueryProvider: operations.provider as MercuriusDriverConfig['persistedQueryProvider'],
    additionalRouteOptions: { preHandler: [requireKey, answerUnchanged(tags)] },
    context: (req: FastifyRequest) => ({ req }),
  });
}

const answerUnchanged = (tags: ReportTags) => (request: FastifyRequest, reply: FastifyReply, done: () => void): void => {
  if (!tags.answeredUnchanged(request, reply)) done();
};

/** Fields have their guards; this one is for what has none: introspection. */
function requireKey(request: FastifyRequest, _reply: unknown, done: (error?: Error) => void): void {
  done(actorOf(request) === null ? tokenNeeded(request.headers.authorization) : undefined);
}
