import { appSchema } from '../../graphql/print-schema.js';
import { faultsOf } from './check-policies.js';
import { doorsOf } from './doors.js';
import { FIELD_POLICY } from './field-policy.js';
import { ROOT_POLICY } from './root-policy.js';

const HOW = 'How to give something its policy: CONTRIBUTING.md, "A new field, a new door". 权限策略的写法见 CONTRIBUTING.md。';

/** Every fault of the policies of the service as it is written. */
export async function policyFaults(): Promise<readonly string[]> {
  const { schema, controllers, providers } = await appSchema('development');
  return faultsOf({ schema, doors: doorsOf([...controllers, ...providers]), roots: ROOT_POLICY, fields: FIELD_POLICY });
}

/** Names every route, field of a root and field of an object without a policy: exit code 1 when there is one. */
export async function main(): Promise<number> {
  const faults = await policyFaults();
  for (const fault of faults) console.error(`NO_POLICY ${fault}`);
  if (faults.length > 0) console.error(`\n${faults.length} without a policy, so nothing is built. ${HOW}`);
  return faults.length === 0 ? 0 : 1;
}

if (process.argv[1] === import.meta.filename) void main().then((code) => (process.exitCode = code));
