import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canonicalForm } from '../../../src/event-store/canonical-form.js';
import { canonical, parseStrictly } from '../../../verifier/verify-receipt.mjs';
import { type Json, trueReceipt } from '../../support/receipts/forge.js';

/** Of one value each: how it may be written, and its only RFC 8785 form. By hand, from RFC 8785 and ECMA-262. */
const VECTORS: readonly (readonly [what: string, written: string, form: string])[] = [
  ['keys in another order', '{"b":1,"a":{"d":2,"c":3}}', '{"a":{"c":3,"d":2},"b":1}'],
  ['keys by UTF-16 code units, not by code points', '{"\\ufb33":1,"\\ud83d\\ude00":2,"€":3,"\\r":4,"1":5}', '{"\\r":4,"1":5,"€":3,"😀":2,"\ufb33":1}'],
  ['1 and 1.0', '[1,1.0,1e0,10E-1,0.1e1]', '[1,1,1,1,1]'],
  ['zero and minus zero', '[0,-0,0.0,-0.0]', '[0,0,0,0]'],
  ['numbers as ECMAScript writes them', '[1e21,1e20,123456789012345680000,0.000001,1e-7,1.5e300,-2.50,333333333.33333329,5e-324]',
    '[1e+21,100000000000000000000,123456789012345680000,0.000001,1e-7,1.5e+300,-2.5,333333333.3333333,5e-324]'],
  ['integers up to 2^53; larger ones as texts', '[9007199254740991,-9007199254740991,"9007199254740993"]', '[9007199254740991,-9007199254740991,"9007199254740993"]'],
  ['composed and decomposed letters, which stay apart', '["\\u00fc","u\\u0308"]', '["ü","u\u0308"]'],
  ['escapes', '"\\u0041\\/\\b\\f\\n\\r\\t\\u000b\\u001f\\u007f\\"\\\\"', '"A/\\b\\f\\n\\r\\t\\u000b\\u001f\u007f\\"\\\\"'],
  ['pairs of surrogates', '"\\ud83d\\udc69 办件"', '"👩 办件"'],
  ['lists, truth and nothing', '[ ] ', '[]'],
  ['nested', '{"z":[{"y":null,"x":[true,false]}],"":{}}', '{"":{},"z":[{"x":[true,false],"y":null}]}'],
  ['what looks like a prototype', '{"b":1,"__proto__":{"a":2}}', '{"__proto__":{"a":2},"b":1}'],
];
const program = join(import.meta.dirname, '../../../verifier/verify_receipt.py');
const folder = mkdtempSync(join(tmpdir(), 'canonical-'));
afterAll(() => rmSync(folder, { recursive: true }));
const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');
const hasPython = spawnSync('python3', ['--version']).status === 0;
if (!hasPython) console.log('There is no python3 here: the third implementation of the canonical form was not tried.');

describe('The canonical form (RFC 8785)', () => {
  it.each(VECTORS)('is the same in service and verifier: %s', (_what, written, form) => {
    const value = { value: JSON.parse(written) as unknown };
    expect(canonicalForm(value)).toBe(`{"value":${form}}`);
    expect(canonical(value)).toBe(`{"value":${form}}`);
  });

  it.each(['"\\ud83d"', '"\\ude00 a"', '{"\\ud83d":1}'])('is none for half a pair of surrogates, which the verifier does not even read: %s', (written) => {
    expect(() => canonicalForm({ value: JSON.parse(written) as unknown })).toThrow();
    expect(() => parseStrictly(written)).toThrow('TEXT_FORM');
  });

  it.each([['[1.0]', 'NUMBER_FORM'], ['[1e0]', 'NUMBER_FORM'], ['[9007199254740993]', 'NUMBER_FORM'], ['[-0]', 'NUMBER_FORM'], ['[1e400]', 'NUMBER_FORM'], ['["\\u0041"]', 'TEXT_FORM'],
    ['{"a":1,"a":1}', 'MEMBER_TWICE'], ['[01]', 'NOT_JSON'], ['[1,]', 'NOT_JSON'], ['{"a" 1}', 'NOT_JSON'], ['', 'NOT_JSON'], ['[1] 2', 'NOT_JSON'], ['"\u0001"', 'NOT_JSON'],
    [`${'['.repeat(70)}${']'.repeat(70)}`, 'NOT_JSON'], ['\ufeff[]', 'NOT_JSON'], ['nul', 'NOT_JSON'],
  ])('is the only one that the verifier takes in a receipt: not %s', (written, code) => {
    expect(() => parseStrictly(written)).toThrow(code);
  });
});

// Where there is no Python, these are the specs that are left out, and it is said above.
(hasPython ? describe : describe.skip)('The verifier in Python', () => {
  const run = (...names: readonly string[]) => spawnSync('python3', [program, ...names], { encoding: 'utf8' });
  const written = (receipt: Json): string => {
    const file = join(folder, 'receipt.json');
    writeFileSync(file, typeof receipt === 'string' ? receipt : JSON.stringify(receipt));
    return file;
  };

  it('makes the same forms, and the same hashes of them', () => {
    const file = join(folder, 'vectors.json');
    writeFileSync(file, `[${VECTORS.map(([, one]) => one).join(',')}]`);
    const out = execFileSync('python3', [program, '--canonical', file], { encoding: 'utf8' });
    expect(out.split('\n').slice(0, -1)).toEqual(VECTORS.map(([, , form]) => `${sha256(form)} ${form}`));
  });

  it('agrees on true receipts and on forged ones', () => {
    const { receipt } = trueReceipt(13, [1, 5, 12]);
    const good = run(written(receipt));
    expect([good.status, good.stdout]).toEqual([0, expect.stringMatching(/(signatures hold|not checked)[^]*Hashes and tree hold/)]);
    const [first, ...others] = receipt.events;
    const forged: readonly (readonly [Json, RegExp])[] = [
      [{ ...receipt, events: [{ ...first, type: 'RequestVoided' }, ...others] }, /revision 0: edited/],
      [{ ...receipt, events: others }, /revision 1: out of its place/],
      [{ ...receipt, events: [{ ...first, proof: [...first.proof].reverse() }, ...others] }, /revision 0: not in the tree/],
      [{ ...receipt, events: receipt.events.slice(0, 2) }, /the receipt was edited/],
      [{ ...receipt, requestId: 'other' }, /of another request/],
    ];
    for (const [one, says] of forged) expect(run(written(one))).toMatchObject({ status: 1, stdout: expect.stringMatching(says) });
    expect(run(written(JSON.stringify(receipt).replace('"amount":0', '"amount":7,"amount":0'))).status).toBe(2);
    expect(run(written('{')).status).toBe(2);
  });
});
