import { policyFaults } from '../../../src/platform/auth/policy/check-policies.main.js';

describe('The policies', () => {
  it('are there for every route, field of a root and field of an object, and for nothing else', async () => {
    expect(await policyFaults()).toEqual([]);
  });
});
