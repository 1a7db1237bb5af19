import { readFileSync } from 'node:fs';
import { Script } from 'node:vm';
import { TestEnvironment } from 'jest-environment-node';

/** Compiled once for each worker; every spec file evaluates it anew in a context of its own. */
let script;

/** Offers the bundle's loader the packages of `bundleFile`, made of that script in the spec file's own context. */
export default class VendorEnvironment extends TestEnvironment {
  async setup() {
    await super.setup();
    this.global.vendorForTests = (require, bundleFile) => {
      script ??= new Script(readFileSync(bundleFile, 'utf8'), { filename: bundleFile });
      return script.runInContext(this.getVmContext())(require);
    };
  }
}
