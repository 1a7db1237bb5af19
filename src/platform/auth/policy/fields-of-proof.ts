import type { FieldPolicy } from './field-classes.js';

/** Hashes, sizes, keys that everybody may have: nothing in a head is about a person. */
export const FIELDS_OF_PROOF: FieldPolicy = {
  TreeHeadObject: { operational: 'version logId treeSize rootHash position at keyId signature' },
  TreeHeadEdge: { operational: 'cursor node' },
  TreeHeadConnection: { operational: 'edges totalCount pageInfo keys' },
  SigningKey: { operational: 'keyId publicKey fingerprint from until revokedAt' },
  ConsistencyProof: { operational: 'from fromRoot to toRoot path' },
};
