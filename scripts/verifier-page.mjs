/**
 * Writes verifier/verify-receipt.html: the verifier itself and a page around it, in one file that works from a disk without
 * a network. `--check` writes nothing and says whether the page is the one that this makes.
 */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(import.meta.dirname, '..', 'verifier');
const page = join(folder, 'verify-receipt.html');

const STYLE = `
body { font: 16px/1.6 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #1a1a1a; background: #fff; }
#drop { border: 2px dashed #555; border-radius: .5rem; padding: 2rem; text-align: center; }
#drop.over { background: #eef5ff; }
label { display: block; margin: .8rem 0; }
input[type=text] { width: 100%; box-sizing: border-box; font: inherit; padding: .3rem; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; padding: 1rem; border-left: .4rem solid #777; background: #f6f6f6; }
pre.ok { border-color: #0a7a32; } pre.forged { border-color: #b00020; }`;

const BODY = `
<h1>Check a receipt 校验办件回执</h1>
<p>Everything is done in this page; nothing leaves this computer. 校验全部在本页完成，任何内容都不会离开本机。</p>
<div id="drop">Drop the receipt here, or choose it 将回执文件拖到此处，或选择文件：<br><input id="file" type="file" accept=".json,application/json"></div>
<label>The hall’s published key or its fingerprint 大厅公布的公钥或指纹 <input id="key" type="text" autocomplete="off" spellcheck="false"></label>
<label>The id of its log 日志标识 <input id="log-id" type="text" autocomplete="off" spellcheck="false"></label>
<pre id="report" aria-live="polite" hidden></pre>`;

const GLUE = `
const element = (id) => document.getElementById(id);
let source = null;
async function show() {
  if (source === null) return;
  const [key, logId] = [element('key').value.trim(), element('log-id').value.trim()];
  const result = await verifyReceipt(source, { ...(key !== '' && { key }), ...(logId !== '' && { logId }) });
  const report = element('report');
  report.textContent = reportOf(result);
  report.className = result.verdict;
  report.hidden = false;
}
async function take(file) {
  if (!file) return;
  try {
    source = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await file.arrayBuffer());
  } catch {
    source = '';
  }
  await show();
}
element('file').addEventListener('change', (event) => take(event.target.files[0]));
for (const id of ['key', 'log-id']) element(id).addEventListener('input', show);
for (const name of ['dragover', 'dragleave', 'drop']) {
  document.addEventListener(name, (event) => {
    event.preventDefault();
    element('drop').classList.toggle('over', name === 'dragover');
    if (name === 'drop') take(event.dataTransfer.files[0]);
  });
}`;

const source = readFileSync(join(folder, 'verify-receipt.mjs'), 'utf8').replace(/^#!.*\n/, '');
if (source.includes('</script')) throw new Error('The verifier would end its own script');
const script = `\n${source}${GLUE}\n`;
// The page may run this one script and ask nobody for anything.
const digest = createHash('sha256').update(script, 'utf8').digest('base64');
const policy = `default-src 'none'; script-src 'sha256-${digest}'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'`;
const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Check a receipt 校验办件回执</title>
<style>${STYLE}
</style>
</head>
<body>${BODY}
<script type="module">${script}</script>
</body>
</html>
`;

if (process.argv.includes('--check')) {
  if (readFileSync(page, 'utf8') !== html) {
    console.error('verifier/verify-receipt.html is not made of verify-receipt.mjs: node scripts/verifier-page.mjs');
    process.exitCode = 1;
  }
} else writeFileSync(page, html);
