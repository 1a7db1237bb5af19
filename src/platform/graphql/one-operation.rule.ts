import { type ASTVisitor, GraphQLError, Kind, type ValidationContext } from 'graphql';

/**
 * One operation a document. The compiled form of a query is cached under the document's text alone, so a document with two
 * operations would run the first one compiled, whichever is named: a mutation instead of a query, even by GET.
 */
export function oneOperationRule(context: ValidationContext): ASTVisitor {
  return {
    Document(document) {
      const operations = document.definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
      if (operations.length > 1) context.reportError(new GraphQLError('Send one operation in a document.', { nodes: operations }));
    },
  };
}
