import { type DocumentNode, type ExecutionArgs, getOperationAST, GraphQLError, type GraphQLSchema, OperationTypeNode, parse, specifiedRules, validate, type ValidationRule } from 'graphql';
import type { SubscribePayload } from 'graphql-ws';
import { refuseDocument, refuseText } from '../document-limits.js';
import { SUBSCRIPTIONS_PATH } from './upgrade-requests.js';

export interface LiveOperationRules {
  readonly tokensMax: number;
  readonly rules: readonly ValidationRule[];
}

/** What was sent, checked like everything that comes by HTTP: or why it is not run. */
export function liveOperation(schema: GraphQLSchema, payload: SubscribePayload, { tokensMax, rules }: LiveOperationRules): ExecutionArgs | readonly GraphQLError[] {
  const { query, operationName, variables } = payload;
  let document: DocumentNode;
  try {
    refuseText(query);
    document = parse(query, { maxTokens: tokensMax });
    refuseDocument(document);
  } catch (error) {
    return [refused(error instanceof GraphQLError ? error.message : 'This is no GraphQL document.')];
  }
  const problems = validate(schema, document, [...specifiedRules, ...rules]);
  if (problems.length > 0) return problems.map(({ message, nodes, positions, source }) => new GraphQLError(message, { nodes, positions, source, extensions: REFUSED }));
  const operation = getOperationAST(document, operationName ?? undefined);
  if (operation?.operation !== OperationTypeNode.SUBSCRIPTION) return [refused(`Only subscriptions come this way: send queries and mutations by POST to ${SUBSCRIPTIONS_PATH}.`)];
  return { schema, document, operationName: operationName ?? null, variableValues: variables ?? null };
}

const REFUSED = { code: 'GRAPHQL_VALIDATION_FAILED' };
const refused = (message: string): GraphQLError => new GraphQLError(message, { extensions: REFUSED });
