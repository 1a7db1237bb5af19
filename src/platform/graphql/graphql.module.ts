import { costLimitRule } from '@escape.tech/graphql-armor-cost-limit';
import { maxDepthRule } from '@escape.tech/graphql-armor-max-depth';
import type { DynamicModule } from '@nestjs/common';
import { GraphQLModule } from '@nestjs/graphql';
import { MercuriusDriver, type MercuriusDriverConfig } from '@nestjs/mercurius';
import type { FastifyRequest } from 'fastify';
import { actorOf } from '../auth/current-actor.js';
import { ProblemError } from '../http/problem.js';
import { formatGraphqlErrors } from './error-formatter.js';
import { oneOperationRule } from './one-operation.rule.js';
import { SCHEMA_OPTIONS } from './schema-options.js';

/** Enough for an analyst's whole page at once; `first: 1000` of everything, nested, is not. */
const DEPTH_MAX = 12;
const COST_MAX = 100_000;
const TOKENS_MAX = 5_000;
const CACHED_QUERIES_MAX = 256;

/** Introspection is left to the rule that graphql itself has for it, and needs a key like everything else. */
const VALIDATION_RULES = [
  oneOperationRule,
  maxDepthRule({ n: DEPTH_MAX, flattenFragments: true, ignoreIntrospection: true }),
  costLimitRule({ maxCost: COST_MAX, flattenFragments: true, ignoreIntrospection: true }),
];

export function graphqlModule(): DynamicModule {
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
    validationRules: VALIDATION_RULES,
    errorFormatter: formatGraphqlErrors,
    additionalRouteOptions: { preHandler: requireKey },
    context: (req: FastifyRequest) => ({ req }),
  });
}

/** Fields have their guards; this one is for what has none: introspection. */
function requireKey(request: FastifyRequest, _reply: unknown, done: (error?: Error) => void): void {
  done(actorOf(request) === null ? new ProblemError(401, '', 'A valid key is needed: send it as "Authorization: Bearer <key>".') : undefined);
}
