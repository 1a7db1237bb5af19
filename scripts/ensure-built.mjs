// Builds only when `dist` is missing or older than what it is made of, so that `npm start` works on a fresh clone.
import './check-node.mjs';
import { canCompile, compile, isBuilt, isFresh, markBuilt, withBuildLock } from './lib/build.mjs';

if (!isFresh()) {
  if (canCompile()) {
    await withBuildLock(() => {
      if (isFresh()) return; // another command built it while this one waited
      console.error('Building ... 正在编译 ...');
      compile();
      markBuilt();
    });
  } else if (!isBuilt()) {
    console.error(
      'There is no build, and the compiler is not installed. Run `npm ci` first.\n没有编译结果，也没有安装编译器，请先运行 `npm ci`。',
    );
    process.exit(1);
  }
}
