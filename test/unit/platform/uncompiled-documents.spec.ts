import { buildSchema, parse } from 'graphql';
import { mustNotBeCompiled, uncompiled } from '../../../src/platform/graphql/uncompiled-documents.js';

const schema = buildSchema(`
  input Range { from: Int to: Int }
  input Filter { ids: [ID!] range: Range and: [Filter!] not: Filter }
  input Question { filter: Filter! period: Range }
  input Paged { first: Int! = 50 }
  type Query { count(filter: Filter, period: Range): Int ask(question: Question, ids: [ID!]): Int page(first: Int! = 9, paged: Paged): Int }`);
const held = (text: string): boolean => mustNotBeCompiled(schema, parse(text));

describe('a document that must not be compiled', () => {
  it('has a variable of a type that holds itself, directly, in a list or further down', () => {
    expect(held('query ($f: Filter) { count(filter: $f) }')).toBe(true);
    expect(held('query ($f: [Filter!]!) { count(filter: $f) }')).toBe(true);
    expect(held('query ($ids: [ID!], $q: Question!) { ask(question: $q, ids: $ids) }')).toBe(true);
  });

  it('has a variable that must not be null and has a default, itself or in a member', () => {
    expect(held('query ($n: Int! = 50) { page(first: $n) }')).toBe(true);
    expect(held('query ($p: Paged) { page(paged: $p) }')).toBe(true);
    expect(held('query ($n: Int = 50, $m: Int!) { page(first: $n) again: page(first: $m) }')).toBe(false);
  });

  it('is none without such a variable, whatever it says in its text', () => {
    expect(held('query ($p: Range, $ids: [ID!]) { count(period: $p) ask(ids: $ids) }')).toBe(false);
    expect(held('{ count(filter: { not: { and: [{ ids: ["1"] }] } }) }')).toBe(false);
    expect(held('query ($x: Nowhere) { count }')).toBe(false);
  });

  it('is put in its own place, so that mercurius leaves it as it is', () => {
    const document = parse('query ($f: Filter) { count(filter: $f) }');
    expect(uncompiled(schema, document)?.document).toBe(document);
    expect(uncompiled(schema, parse('{ count }'))).toBeUndefined();
  });
});
