import './check-node.mjs';
import { compile, markBuilt, withBuildLock } from './lib/build.mjs';

await withBuildLock(() => {
  compile();
  markBuilt();
});
