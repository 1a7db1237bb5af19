import { parse } from 'graphql';
import { refuseDocument, refuseText } from '../../../../src/platform/graphql/document-limits.js';

const of = (count: number, one: (n: number) => string): string => Array.from({ length: count }, (_, n) => one(n)).join(' ');
const check = (text: string) => () => refuseDocument(parse(text));

describe('A document', () => {
  it.each([
    ['30 aliases', `{ ${of(30, (n) => `a${n}: viewer { role }`)} }`],
    ['50 directives', `query @a { ${of(49, (n) => `a: viewer @d${n} { role }`).replaceAll('a: ', '')} }`],
    ['a field 50 times', `{ viewer { ${'role '.repeat(50)} } }`],
    ['50 fragments', `{ ...F0 } ${of(50, (n) => `fragment F${n} on Query { viewer { role } }`)}`],
    ['30 aliases by a fragment used fifteen times', `{ ${of(15, (n) => `viewer { x${n} { ...F } }`)} } fragment F on V { a: role b: role }`],
    ['fragments in circles, which validation refuses', '{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }'],
  ])('may have %s', (_what, text) => expect(check(text)).not.toThrow());

  it.each([
    ['31 aliases', `{ ${of(31, (n) => `a${n}: viewer { role }`)} }`, '30 aliases; this one has 31'],
    ['31 aliases deep down', `{ viewer { x { ...on V { ${of(31, (n) => `a${n}: y`)} } } } }`, '30 aliases'],
    ['32 aliases by a fragment used sixteen times', `{ ${of(16, (n) => `viewer { x${n} { ...F } }`)} } fragment F on V { a: role b: role }`, 'this one has 32'],
    ['3^9 aliases in a short text', `{ ...F9 } ${of(9, (n) => `fragment F${n + 1} on Q { ${of(3, (m) => `a${m}: q { ...F${n} }`)} }`)} fragment F0 on Q { name }`, '30 aliases'],
    ['51 directives', `query @a { ${of(50, (n) => `viewer @d${n} { role }`)} }`, '50 directives; this one has 51'],
    ['51 directives on one field', `{ viewer ${of(51, (n) => `@d${n}`)} { role } }`, '50 directives'],
    ['51 directives by fragments', `{ ${of(17, () => '...F @include(if: true)')} } fragment F on Query { viewer @a @b { role } }`, '50 directives'],
    ['a field 51 times', `{ viewer { ${'role '.repeat(51)} } }`, 'at most 50 times'],
    ['a field 500 times', `{ ${'__typename '.repeat(500)} }`, 'at most 50 times'],
    ['a field 500 times in a fragment that nothing uses', `{ viewer { role } } fragment F on Query { ${'__typename '.repeat(500)} }`, 'at most 50 times'],
    ['51 fragments', `{ ...F0 } ${of(51, (n) => `fragment F${n} on Query { viewer { role } }`)}`, '50 fragments'],
  ])('is refused for %s', (_what, text, why) => expect(check(text)).toThrow(why));

  it('has at most 100,000 characters', () => {
    expect(() => refuseText(`{ a }${' '.repeat(99_995)}`)).not.toThrow();
    expect(() => refuseText(`{ a }${' '.repeat(99_996)}`)).toThrow('100000 characters');
  });

  it.each(['{"kind":"Document","definitions":[]}', ' \n{ "kind" : 1 }', '{}', '[]', '"query"', '1', '-1', 'null', ' true ', '\uFEFF{"kind":"Document"}'])(
    'is text, not a tree that was parsed by somebody else: %s', (text) => expect(() => refuseText(text)).toThrow('Syntax Error'));

  it.each(['{ a }', 'query { a }', '# why\n{ a }', '\n\uFEFF{ a }', 'nullify', 'fragment F on Q { a } { ...F }', '{a(b:"{}")}'])('may begin as in %j', (text) =>
    expect(() => refuseText(text)).not.toThrow());
});
