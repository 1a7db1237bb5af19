import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { trueReceipt } from '../../support/receipts/forge.js';

const root = join(import.meta.dirname, '../../..');
const html = readFileSync(join(root, 'verifier/verify-receipt.html'), 'utf8');
const verifier = readFileSync(join(root, 'verifier/verify-receipt.mjs'), 'utf8');
const CHROMIUM = '/usr/bin/chromium';
const hasChromium = existsSync(CHROMIUM);
if (!hasChromium) console.log('There is no Chromium here: the page of the verifier was not tried in a browser.');
const folder = mkdtempSync(join(tmpdir(), 'page-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
jest.setTimeout(120_000);

describe('The page of the verifier', () => {
  it('is the one that the script makes: the very verifier, and a few lines around it', () => {
    expect(spawnSync('node', [join(root, 'scripts/verifier-page.mjs'), '--check'], { encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' });
    expect(html).toContain(verifier.replace(/^#!.*\n/, ''));
  });

  it('runs this one script and loads nothing from anywhere', () => {
    const [, script = ''] = /<script type="module">([^]*)<\/script>/.exec(html) ?? [];
    expect(html).toContain(`script-src 'sha256-${createHash('sha256').update(script).digest('base64')}'`);
    expect(html).toContain("default-src 'none'");
    expect(html.match(/\b(src|href)\s*=|https?:\/\/|@import|url\(/g)).toBeNull();
    expect(html.match(/<script/g)).toHaveLength(1);
  });
});

// Where there is no browser, these are the specs that are left out, and it is said above.
(hasChromium ? describe : describe.skip)('In a browser, from a file, the page', () => {
  /** Hands the page one file after the other, as its chooser does, and reads what it says of each; one start of the browser, which takes seconds. */
  function said(...sources: readonly string[]): readonly string[] {
    const fileOf = (source: string): string => `new File([new Uint8Array(${JSON.stringify([...Buffer.from(source)])})], 'r.json')`;
    const hand = sources.map((source) => `await take(${fileOf(source)}); document.body.append(element('report').cloneNode(true));`).join('\n');
    const script = /<script type="module">([^]*)<\/script>/.exec(html)?.[1] ?? '';
    const digest = (text: string): string => createHash('sha256').update(text).digest('base64');
    const page = join(folder, 'page.html');
    writeFileSync(page, html.replace(script, () => `${script}${hand}`).replace(digest(script), digest(`${script}${hand}`)));
    const { stdout } = spawnSync(CHROMIUM, ['--headless', '--no-sandbox', '--disable-gpu', '--virtual-time-budget=20000', '--dump-dom', pathToFileURL(page).href], { encoding: 'utf8', timeout: 100_000 });
    return [...stdout.matchAll(/<pre id="report"[^>]*>([^]*?)<\/pre>/g)].slice(1).map(([, text = '']) => text);
  }

  it('says of a true receipt that it is genuine, and of a forged one that it is not', () => {
    const { receipt } = trueReceipt(9, [2, 7]);
    const [truth, forged] = said(JSON.stringify(receipt), JSON.stringify({ ...receipt, events: receipt.events.slice(0, 1) }));
    expect(truth).toMatch(/^GENUINE 真实有效 \(OK\)[^]*first 2 of request/);
    expect(forged).toMatch(/^NOT GENUINE 并非真实 \(RECEIPT_EDITED\)/);
  });
});
