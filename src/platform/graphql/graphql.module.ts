import { costLimitRule } from '@escape.tech/graphql-armor-cost-limit';
import { maxDepthRule } from '@escape.tech/graphql-armor-max-depth';
import type { DynamicModule } from '@nestjs/common';
import { GraphQLModule } from '@nestjs/graphql';
import { MercuriusDriver, type MercuriusDriverConfig } from '@nestjs/mercurius';
import type { FastifyRequest } from 'fastify';
import type { DocumentNode, GraphQLSchema } from 'graphql';
import { actorOf } from '../auth/current-actor.js';
import type { GraphqlMeter } from '../metrics/graphql-meter.js';
import { ProblemError } from '../http/problem.js';
import { formatGraphqlErrors } from './error-formatter.js';
import { oneOperationRule } from './one-operation.rule.js';
import { SCHEMA_OPTIONS } from './schema-options.js';
import { uncompiled } from './uncompiled-documents.js';
import { subscriptionsBySocketRule } from './subscriptions/subscriptions-by-socket.rule.js';

/** Enough for an analyst's whole page at once; `first: 1000` of everything, nested, is not. */
const DEPTH_MAX = 12;
const COST_MAX = 100_000;
export const TOKENS_MAX = 5_000;
const CACHED_QUERIES_MAX = 256;

/** Introspection is left to the rule that graphql itself has for it, and needs a key like everything else. */
export const validationRules = (meter: GraphqlMeter) => [
  oneOperationRule,
  maxDepthRule({ n: DEPTH_MAX, flattenFragments: true, ignoreIntrospection: true, onAccept: [meter.depthAccepted] }),
  costLimitRule({ maxCost: COST_MAX, flattenFragments: true, ignoreIntrospection: true, onAccept: [meter.costAccepted] }),
];

const hooksOf = (meter: GraphqlMeter) => ({
  ...meter.hooks,
  preExecution: async (schema: GraphQLSchema, document: DocumentNode, context: object) => {
    await meter.hooks.preExecution(schema, document, context);
    return uncompiled(schema, document);
  },
});

export function graphqlModule(meter: GraphqlMeter): DynamicModule {
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
    validationRules: [...validationRules(meter), subscriptionsBySocketRule],
    errorFormatter: (execution, context) => meter.seen(formatGraphqlErrors(execution, context)),
    hooks: hooksOf(meter),
    additionalRouteOptions: { preHandler: requireKey },
    context: (req: FastifyRequest) => ({ req }),
  });
}

/** Fields have their guards; this one is for what has none: introspection. */
function requireKey(request: FastifyRequest, _reply: unknown, done: (error?: Error) => void): void {
  done(actorOf(request) === null ? new ProblemError(401, '', 'A valid key is needed: send it as "Authorization: Bearer <key>".') : undefined);
}
