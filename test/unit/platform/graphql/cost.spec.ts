import { buildSchema, parse, validate } from 'graphql';
import { costRule, refuseCostWithVariables } from '../../../../src/platform/graphql/cost.js';

const SCHEMA = buildSchema(`
  type Query { list(first: Int! = 3, after: String): List plain(first: Int): List single: Node }
  type List { edges: [Edge] totalCount: Int }
  type Edge { node: Node }
  type Node { id: ID inner(first: Int! = 5): List }
`);

/** An object is 2, a scalar 1, what lies deeper counts one and a half times; a page is its rows times that. */
const page = (rows: number, node: number): number => rows * (2 + 1.5 * (2 + 1.5 * (2 + 1.5 * node)));
const twoPages = (n: number, m: number): number => page(n, 1 + page(m, 1));

describe('The cost of a page', () => {
  const refusals = (text: string, maxCost: number): readonly string[] => {
    try {
      return validate(SCHEMA, parse(text), [costRule({ maxCost })]).map(({ message }) => message);
    } catch (error) {
      return [String(error)];
    }
  };
  const list = (first: string, inner: string): string => `list${first} { edges { node { id inner${inner} { edges { node { id } } } } } }`;

  it.each([
    ['that says its size', `{ ${list('(first: 7)', '(first: 9)')} }`, twoPages(7, 9)],
    ['that says none: what its field has', `{ ${list('', '')} }`, twoPages(3, 5)],
    ['that says another argument only', `{ ${list('(after: "x")', '')} }`, twoPages(3, 5)],
    ['within one that says its size', `{ ${list('(first: 7)', '')} }`, twoPages(7, 5)],
    ['under an alias', `{ other: ${list('', '')} }`, twoPages(3, 5)],
    ['of one row', `{ ${list('(first: 1)', '(first: 1)')} }`, twoPages(1, 1)],
    ['whose field has no size of its own', '{ plain { edges { node { id } } } }', page(1, 1)],
    ['in an inline fragment, which is an object around it', `{ ... on Query { ${list('', '')} } }`, 2 + 1.5 * twoPages(3, 5)],
    ['in a fragment, which is one more, and named', `{ ...Lists } fragment Lists on Query { ${list('', '')} }`, 1 + 2 + 1.5 * twoPages(3, 5)],
  ])('%s passes at the limit and not above it', (_what, text, cost) => {
    const refused = [expect.stringContaining(`Query Cost limit of ${cost - 0.5} exceeded, found ${cost}.`)];
    expect([refusals(text, cost), refusals(text, cost - 0.5)]).toEqual([[], refused]);
  });

  it('counts a fragment that is used twice as often', () => {
    const twice = `{ a: single { ...N } b: single { ...N } } fragment N on Node { inner { edges { node { id } } } }`;
    const found = refusals(twice, 1)[0] ?? '';
    expect(Number(/found ([\d.]+)\.$/.exec(found)?.[1])).toBeGreaterThan(2 * page(5, 1));
  });

  it('leaves what the schema has not to the rules that say so', () => {
    expect(refusals('{ nothing { first(first: 5) } list { nothing { id } } } fragment F on Nobody { list { totalCount } }', 1_000)).toEqual([]);
  });

  it('is remembered with the document as it came', () => {
    const document = parse('{ list { totalCount } }');
    const accepted: unknown[] = [];
    validate(SCHEMA, document, [costRule({ maxCost: 100, onAccept: [(validation, { n }) => accepted.push(validation?.getDocument(), n)] })]);
    expect(accepted).toEqual([document, 3 * (2 + 1.5)]);
    expect(accepted[0]).toBe(document);
  });
});

describe('The cost of a page whose size is a variable', () => {
  const PAGE = 'query($n: Int = 7, $m: Int! = 5) { list(first: $n) { edges { node { id inner(first: $m) { edges { node { id } } } } } } }';
  const cost = (variables: object | null, max: number, text = PAGE) => () => refuseCostWithVariables(SCHEMA, parse(text), variables as Record<string, unknown> | null, max);

  it.each([[7, 5, {}], [7, 5, null], [10, 5, { n: 10 }], [10, 20, { n: 10, m: 20 }], [500, 500, { n: 500, m: 500 }]])('multiplies: %i rows of %i', (n, m, variables) => {
    const exact = twoPages(n, m);
    expect(cost(variables, exact)).not.toThrow();
    expect(cost(variables, exact - 0.01)).toThrow(/Query Cost limit/);
  });

  it('has the field’s size where neither the caller nor the operation gives one, and so has a page beside it that says none', () => {
    const text = 'query($n: Int) { list(first: $n) { edges { node { id inner { edges { node { id } } } } } } }';
    expect(cost({}, twoPages(3, 5), text)).not.toThrow();
    expect(cost({}, twoPages(3, 5) - 0.01, text)).toThrow(/Query Cost limit/);
    expect(cost({ n: 4 }, twoPages(4, 5) - 0.01, text)).toThrow(/Query Cost limit/);
  });

  it('sees through fragments, and leaves other documents to the rule that reads the text', () => {
    expect(cost({ n: 1e9 }, 1000, 'query($n: Int) { ...F } fragment F on Query { list(first: $n) { edges { node { id } } } }')).toThrow(/Cost/);
    expect(cost({ n: 1e9 }, 1, 'query($n: Int) { list(size: $n) { id } }')).not.toThrow();
    expect(cost({ n: null }, 1000)).not.toThrow();
  });
});
