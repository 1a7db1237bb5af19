import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundled, outside, singleFiles } from './vendor-list.mjs';

const root = join(import.meta.dirname, '..', '..');
const inRoot = (path) => join(root, path);
const madeFrom = [
  inRoot('package-lock.json'),
  inRoot('node_modules/.package-lock.json'),
  import.meta.filename,
  inRoot('scripts/test/vendor-list.mjs'),
];

/** The folder of the bundle for the packages that are installed, in this folder: it holds absolute paths. */
export const vendorDir = inRoot(`node_modules/.cache/vendor-for-tests/${digest()}`);
const bundleFile = join(vendorDir, 'bundle.js');

/** What `import` of a bundled name is sent to: a file of one line. */
export const vendorMapper = {
  [`^(${bundled.map((name) => name.replaceAll('.', '\\.')).join('|')})$`]: `${vendorDir}/entries/$1/index.js`,
};

function digest() {
  const hash = createHash('sha256').update(root);
  for (const path of madeFrom) if (existsSync(path)) hash.update(readFileSync(path));
  return hash.digest('hex').slice(0, 16);
}

/** Made beside its place and moved there, because two runs may start at once: whoever comes second finds it made. */
export async function makeVendorBundle() {
  if (existsSync(bundleFile)) return;
  mkdirSync(dirname(vendorDir), { recursive: true });
  const made = mkdtempSync(`${vendorDir}-`);
  try {
    writeEntries(made);
    await bundleInto(made);
    renameSync(made, vendorDir);
  } catch (error) {
    if (!existsSync(bundleFile))
      throw new Error(`The packages could not be bundled for the tests (scripts/test/vendor-bundle.mjs): ${error.message}`, {
        cause: error,
      });
  } finally {
    rmSync(made, { recursive: true, force: true });
  }
}

function writeEntries(dir) {
  for (const name of bundled) {
    const folder = join(dir, 'entries', name);
    mkdirSync(folder, { recursive: true });
    writeFileSync(
      join(folder, 'index.js'),
      `module.exports = require(${JSON.stringify(join(vendorDir, 'load.js'))})[${JSON.stringify(name)}];\n`,
    );
  }
  // The environment has the compiled script; `require` is for what was left outside.
  writeFileSync(join(dir, 'load.js'), `module.exports = vendorForTests(require, ${JSON.stringify(bundleFile)});\n`);
}

/** One script that evaluates to `(require) => exports`, each package loaded when it is first asked for. */
async function bundleInto(dir) {
  const [{ build, stop }, { transform }] = await Promise.all([import('esbuild'), import('@swc/core')]);
  const contents = `module.exports = {\n${bundled.map((name) => `get ${JSON.stringify(name)}() { return require(${JSON.stringify(name)}); },`).join('\n')}\n};`;
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: root },
    bundle: true,
    write: false,
    format: 'cjs',
    platform: 'node',
    target: 'node24',
    mainFields: ['main'],
    conditions: ['node-addons'],
    tsconfigRaw: '{}',
    legalComments: 'none',
    supported: { 'dynamic-import': false },
    minifyWhitespace: true,
    keepNames: true,
    alias: Object.fromEntries(Object.entries(singleFiles).map(([name, path]) => [name, inRoot(path)])),
    external: outside,
    logLevel: 'silent',
    plugins: [asRequired(), asCommonJs(transform)],
  });
  await stop();
  writeFileSync(
    join(dir, 'bundle.js'),
    `(function (require) { const module = { exports: {} };\n${outputFiles[0].text}\nreturn module.exports; })`,
  );
}

/** What is not installed is optional: asked for at run time, and not found then, as without a bundle. A path given here is not held to its package's "type". */
function asRequired() {
  const asked = Symbol('asked');
  const setup = (build) =>
    build.onResolve({ filter: /./ }, async ({ path, pluginData, importer, resolveDir }) => {
      if (pluginData === asked) return undefined;
      if (path.startsWith('.'))
        return /\.[cm]?js$/.test(path) && existsSync(join(resolveDir, path)) ? { path: join(resolveDir, path) } : undefined;
      const found = await build.resolve(path, { kind: 'require-call', importer, resolveDir, pluginData: asked });
      return found.errors.length === 0 ? { path: found.path, external: found.external } : { path, external: true };
    });
  return { name: 'as-required', setup };
}

/** ES modules become CommonJS just as jest would turn them, so nothing is renamed and cycles resolve alike; paths of the file itself stay its own. */
function asCommonJs(transform) {
  const options = {
    swcrc: false,
    configFile: false,
    module: { type: 'commonjs' },
    jsc: { target: 'es2022', parser: { syntax: 'ecmascript' }, keepClassNames: true },
  };
  const setup = (build) =>
    build.onLoad({ filter: /\.[cm]?js$/ }, async ({ path }) => {
      const text = withOwnPaths(await readFile(path, 'utf8'), path);
      const isModule = /^(import|export)\b/m.test(text) && !path.endsWith('.cjs');
      return { contents: isModule ? (await transform(text, { ...options, filename: path })).code : text, loader: 'js' };
    });
  return { name: 'as-commonjs', setup };
}

function withOwnPaths(text, path) {
  return text
    .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href))
    .replaceAll('import.meta.dirname', JSON.stringify(dirname(path)))
    .replaceAll(/\b__dirname\b/g, JSON.stringify(dirname(path)))
    .replaceAll(/\b__filename\b/g, JSON.stringify(path));
}
