import fc from 'fast-check';
import { parseStrictJson } from '../../../src/platform/http/strict-json.js';

const parse = (text: string): unknown => parseStrictJson(Buffer.from(text));

describe('parseStrictJson', () => {
  it('reads whatever JSON.stringify writes, as JSON.parse does', () => {
    const forbidden = /__proto__|constructor|prototype/;
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
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
});
