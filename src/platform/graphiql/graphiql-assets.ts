import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

export interface Asset {
  readonly path: string;
  readonly contentType: string;
}

const SCRIPT = 'text/javascript; charset=utf-8';
const WANTED = [
  { name: 'react.js', from: 'react', file: 'umd/react.production.min.js', contentType: SCRIPT },
  { name: 'react-dom.js', from: 'react-dom', file: 'umd/react-dom.production.min.js', contentType: SCRIPT },
  { name: 'graphiql.js', from: 'graphiql', file: 'graphiql.min.js', contentType: SCRIPT },
  { name: 'graphiql.css', from: 'graphiql', file: 'graphiql.min.css', contentType: 'text/css; charset=utf-8' },
];

/** Files of the installed packages by the name they are served under; null where they are not installed, as in production. */
export function findGraphiqlAssets(): ReadonlyMap<string, Asset> | null {
  const resolver = createRequire(import.meta.url);
  const assets = new Map<string, Asset>();
  for (const { name, from, file, contentType } of WANTED) {
    const path = fileOf(resolver, from, file);
    if (path === null) return null;
    assets.set(name, { path, contentType });
  }
  return assets;
}

function fileOf(resolver: NodeJS.Require, packageName: string, file: string): string | null {
  try {
    // By way of package.json: the packages do not export their browser builds.
    const path = join(dirname(resolver.resolve(`${packageName}/package.json`)), file);
    return existsSync(path) ? path : null;
  } catch {
    return null;
  }
}
