import { type ASTVisitor, GraphQLError, OperationTypeNode, type ValidationContext } from 'graphql';

/** By HTTP a subscription would be run once, like a query, and answer nothing. */
export function subscriptionsBySocketRule(context: ValidationContext): ASTVisitor {
  return {
    OperationDefinition(node) {
      if (node.operation !== OperationTypeNode.SUBSCRIPTION) return;
      context.reportError(new GraphQLError('Subscriptions come by WebSocket at this path, protocol graphql-transport-ws.', { nodes: node }));
    },
  };
}
