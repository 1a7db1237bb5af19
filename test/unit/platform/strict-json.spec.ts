import fc from 'fast-check';
import { parseStrictJson } from '../../../src/platform/http/strict-json.js';

const parse = (text: string): unknown => parseStrictJson(Buffer.from(text));
/** Numbers beyond 2^53 - 1 are refused. */
const inRange = (value: unknown): unknown => JSON.parse(JSON.stringify(value), (_, one: unknown) => (typeof one === 'number' && Math.abs(one) > Number.MAX_SAFE_INTEGER ? 0 : one));

describe('parseStrictJson', () => {
  it('reads whatever JSON.stringify writes, as JSON.parse does', () => {
    const forbidden = /__proto__|constructor|prototype/;
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }).map(inRange), (value) => {
        const text = JSON.stringify(value);
        fc.pre(!forbidden.test(text));
        expect(parse(text)).toEqual(JSON.parse(text));
      }),
      { numRuns: 500, verbose: 1 },
    );
  });

  it.each([
    ['the same name in two objects', '{"a":{"x":1},"b":{"x":2}}'], ['a name that is a value elsewhere', '{"a":"b","b":"a"}'],
    ['a value that looks like a member', '{"a":"\\"a\\":"}'], ['brackets inside strings', '{"a":"}{][","b":1}'], ['a string ending in a backslash', '{"a":"\\\\","b":1}'],
    ['strings of an array alike', '["a","a"]'], ['white space before the colon', '{"a" :1,"b"\n:2}'],
  ])('takes %s', (_case, text) => expect(parse(text)).toEqual(JSON.parse(text)));

  it.each([
    ['{"a":1,"a":1}', 'twice'], ['{"a":1,"\\u0061":2}', 'twice'], ['{"a":1,"a" \n:2}', 'twice'], ['[{"b":{"c":1,"c":2}}]', 'twice'],
    ['{"x":{"__proto__":1}}', 'forbidden'], ['{"constructor":1}', 'forbidden'], ['{"\\u005f\\u005fproto__":1}', 'forbidden'],
    ['['.repeat(33) + ']'.repeat(33), 'nested'], ['{"a":1', 'well-formed'], ['', 'well-formed'], ['{"a\\x":1}', 'well-formed'], ['nul', 'well-formed'], ['"', 'well-formed'],
  ])('refuses %s', (text, why) => expect(() => parse(text)).toThrow(why));

  it('takes 32 levels', () => expect(() => parse('['.repeat(32) + ']'.repeat(32))).not.toThrow());
  it('refuses bytes that are not UTF-8', () => expect(() => parseStrictJson(Uint8Array.of(0x22, 0xc3, 0x22))).toThrow('UTF-8'));
  it('never quotes the body', () => expect(() => parse('{"secret": oops}')).toThrow(/^The body is not well-formed JSON\.$/));

  it.each(['1e400', '-1e400', '9007199254740992', '-9007199254740992', '1e16', '123456789012345678901234567890', '{"a":[1,2,{"b":1e999}]}'])('refuses the number in %s', (text) =>
    expect(() => parse(text)).toThrow('beyond 2^53'));
  it.each(['9007199254740991', '-9007199254740991', '1e15', '0.1', '-0', '1E-400', '[1.5e3]'])('takes the number in %s', (text) => expect(parse(text)).toEqual(JSON.parse(text)));
  it.each(['1.', '01', '1e', '-', '+1', '.5', '1e5e5', '--1', '0x10', 'NaN', 'Infinity'])('refuses %s, which is no number', (text) => expect(() => parse(text)).toThrow('well-formed'));

  it.each(['"\\ud800"', '"a\\udc00"', '{"\\ud83d":1}', '["\\udc00\\ud83d"]', '{"a":"\\uD83D x"}'])('refuses half of a pair in %s', (text) => expect(() => parse(text)).toThrow('surrogate'));
  it.each(['"\\ud83d\\ude00"', '"\u{1f600}"', '"\\u4e2d"', '"\\\\ud800"'])('takes whole characters in %s', (text) => expect(parse(text)).toEqual(JSON.parse(text)));

  describe('does no more work than it must', () => {
    const members = (count: number): string => `{${Array.from({ length: count }, (_, n) => `"k${n}":0`).join()}}`;
    const batch = (objects: number): string => `[${Array.from({ length: objects }, () => members(100)).join()}]`;
    it.each([
      ['10,000 levels', '['.repeat(10_000) + ']'.repeat(10_000), 'nested'],
      ['a million members', members(1_000_000), '1000 members'],
      ['1,001 members', members(1_001), '1000 members'],
      ['a million values', `[${'0,'.repeat(1_000_000)}0]`, '200000 values'],
      ['200,001 values', `[${'0,'.repeat(200_000)}0]`, '200000 values'],
      ['a million empty strings', `["${'","'.repeat(1_000_000)}"]`, '200000 values'],
      ['a million members in small objects', batch(10_000), '200000 values'],
    ])('on %s: nothing of it is built', (_case, text, why) => {
      const built = jest.spyOn(JSON, 'parse');
      expect(() => parse(text)).toThrow(why);
      expect(built).not.toHaveBeenCalled();
      built.mockRestore();
    });
    it.each([['1,000 members', members(1_000)], ['200,000 values', `[${'0,'.repeat(199_999)}0]`]])('and takes %s', (_case, text) =>
      expect(JSON.stringify(parse(text)) === text).toBe(true));
  });

  it('never reaches a prototype, whatever is sent', () => {
    const hostile = fc.constantFrom('__proto__', 'constructor', 'prototype', '\\u005f_proto__', '__pr\\u006fto__');
    const nested = fc.tuple(hostile, fc.array(fc.constantFrom('{"a":', '[', '{"b":1,"c":'), { maxLength: 8 })).map(([name, around]) =>
      `${around.join('')}{"${name}":{"polluted":true}}${[...around].reverse().map((one) => (one === '[' ? ']' : '}')).join('')}`);
    fc.assert(fc.property(nested, (text) => {
      expect(() => parse(text)).toThrow('forbidden');
      expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
    }), { numRuns: 200, verbose: 1 });
  });

  it('reads any bytes as JSON.parse does, or refuses them with a sentence', () => {
    fc.assert(fc.property(fc.oneof(fc.uint8Array({ maxLength: 40 }), fc.string({ unit: fc.constantFrom(...'{}[]",:\\u0d8e1-+. \n') }).map((text) => Buffer.from(text))), (bytes) => {
      try {
        expect(parseStrictJson(bytes)).toEqual(JSON.parse(Buffer.from(bytes).toString()));
      } catch (error) {
        expect((error as Error).name).toBe('StrictJsonError');
      }
    }), { numRuns: 1_000, verbose: 1 });
  });
});
