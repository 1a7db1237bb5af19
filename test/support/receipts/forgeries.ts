import { type Forged, type Json, newSigner, pathOf, rehashed, sealed, sha256, signedHead, trueReceipt, keyOf, eventsOf, rootOf } from './forge.js';

export interface Forgery {
  readonly name: string;
  /** The forged receipt, or its text. */
  readonly forge: (truth: Forged) => Json;
  readonly code: string;
  readonly says: RegExp;
  readonly options?: (truth: Forged) => { key?: string; logId?: string };
}

const change = (receipt: Json, index: number, edit: (event: Json) => Json): Json =>
  ({ ...receipt, events: receipt.events.map((event: Json, at: number) => (at === index ? edit(event) : event)) });
const event = (index: number, edit: (event: Json) => Json) => ({ receipt }: Forged): Json => change(receipt, index, edit);
const text = (from: string | RegExp, to: string) => ({ receipt }: Forged): string => JSON.stringify(receipt).replace(from, to);
/** What an insider with the key would do: the head, or the receipt, signed anew. */
const head = (over: object) => ({ receipt, signer }: Forged): Json => sealed({ ...receipt, head: signedHead({ ...receipt.head, ...over }, signer) }, signer);
const flip = (hex: string): string => (hex[0] === '0' ? '1' : '0') + hex.slice(1);
const unchained = (edit: (events: Json[]) => Json[]) => ({ receipt, signer }: Forged): Json => sealed({ ...receipt, events: edit([...receipt.events]) }, signer);
const byAnother = ({ receipt }: Forged, asIfKnown: boolean): Json => {
  const thief = newSigner();
  const keys = asIfKnown ? [{ ...keyOf(thief), keyId: receipt.head.keyId }] : [keyOf(thief)];
  return sealed({ ...receipt, keys, head: signedHead(receipt.head, thief) }, thief);
};

/** Each kind with the message that names it. Where it says insider, everything the key signs was signed anew: the tree still tells. */
export const FORGERIES: readonly Forgery[] = [
  { name: 'edited data', forge: event(2, (one) => ({ ...one, data: { ...one.data, departmentId: 'planning' } })), code: 'EVENT_EDITED', says: /Event 2 \(RequestTransferred\).*edited/ },
  { name: 'edited metadata', forge: event(1, (one) => ({ ...one, metadata: { ...one.metadata, principal: 'nobody' } })), code: 'EVENT_EDITED', says: /Event 1/ },
  { name: 'an edited time', forge: event(3, (one) => ({ ...one, data: { ...one.data, occurredAt: '2026-03-01T00:00:00.000Z' } })), code: 'EVENT_EDITED', says: /Event 3/ },
  { name: 'another event type', forge: event(1, (one) => ({ ...one, type: 'RequestVoided' })), code: 'EVENT_EDITED', says: /Event 1 \(RequestVoided\)/ },
  { name: 'another event id', forge: event(0, (one) => ({ ...one, id: '00000000-0000-0000-0000-000000000000' })), code: 'EVENT_EDITED', says: /Event 0/ },
  { name: 'edited data with a hash that fits again', forge: event(1, (one) => rehashed({ ...one, data: { ...one.data, amount: 5 } })), code: 'CHAIN_BROKEN', says: /Event 2.*does not follow/ },
  { name: 'the last event edited with a hash that fits again', forge: event(3, (one) => rehashed({ ...one, data: { ...one.data, amount: 5 } })), code: 'NOT_IN_TREE', says: /Event 3.*not in the tree/ },
  { name: 'an event taken out of the middle', forge: unchained(([a, , c, d]) => [a, c, d]), code: 'EVENT_MISSING', says: /Revision 1 should stand here, but revision 2/ },
  { name: 'the first event taken out', forge: unchained((events) => events.slice(1)), code: 'EVENT_MISSING', says: /Revision 0 should stand here/ },
  { name: 'the last event taken out, by whoever has no key', forge: ({ receipt }) => ({ ...receipt, events: receipt.events.slice(0, -1) }), code: 'RECEIPT_EDITED', says: /sealed when it was issued/ },
  { name: 'all events taken out', forge: unchained(() => []), code: 'NO_EVENTS', says: /no events/ },
  { name: 'an event added at the end', forge: ({ receipt, signer, leaves }) => {
    const last = receipt.events[3];
    const added = rehashed({ ...last, revision: '4', metadata: { ...last.metadata, previousHash: last.metadata.hash }, position: '38', leafIndex: 10, proof: pathOf(10, leaves) });
    return sealed({ ...receipt, events: [...receipt.events, added] }, signer);
  }, code: 'NOT_IN_TREE', says: /Event 4/ },
  { name: 'two events swapped', forge: unchained(([a, b, c, d]) => [a, c, b, d]), code: 'EVENT_MISSING', says: /Revision 1 should/ },
  { name: 'an event doubled', forge: unchained(([a, b, c, d]) => [a, b, b, c, d]), code: 'EVENT_MISSING', says: /Revision 2 should stand here, but revision 1/ },
  { name: 'an event of another request', forge: unchained(([a, , c, d]) => [a, { ...a, ...eventsOf('hall', 'other', 2)[1] }, c, d]), code: 'OTHER_REQUEST', says: /serviceRequest-hall\.other/ },
  { name: 'the receipt of another request under this one’s name', forge: ({ receipt, signer }) => sealed({ ...trueReceipt(11, [2, 4], signer, { hallId: 'hall', requestId: 'other' }).receipt, requestId: receipt.requestId }, signer), code: 'OTHER_REQUEST', says: /another request/ },
  { name: 'another leaf index', forge: event(1, (one) => ({ ...one, leafIndex: 3 })), code: 'NOT_IN_TREE', says: /leaf 3/ },
  { name: 'leaves out of order', forge: event(1, (one) => ({ ...one, leafIndex: 1 })), code: 'OUT_OF_ORDER', says: /Event 1/ },
  { name: 'a leaf beyond the tree', forge: event(3, (one) => ({ ...one, leafIndex: 11 })), code: 'OUT_OF_ORDER', says: /Event 3/ },
  { name: 'another position in the log', forge: event(1, (one) => ({ ...one, position: '20' })), code: 'RECEIPT_EDITED', says: /sealed when/ },
  { name: 'a position behind the head', forge: event(3, (one) => ({ ...one, position: '99' })), code: 'OUT_OF_ORDER', says: /Event 3/ },
  { name: 'a changed node of a proof', forge: event(2, (one) => ({ ...one, proof: [one.proof[0], flip(one.proof[1] as string), ...one.proof.slice(2)] })), code: 'NOT_IN_TREE', says: /Event 2/ },
  { name: 'a proof that is too short', forge: event(0, (one) => ({ ...one, proof: one.proof.slice(1) })), code: 'PROOF_LENGTH', says: /has 3 hashes, and needs 4/ },
  { name: 'a proof that is too long', forge: event(0, (one) => ({ ...one, proof: [...one.proof, one.proof[0]] })), code: 'PROOF_LENGTH', says: /has 5 hashes, and needs 4/ },
  { name: 'another root, signed by an insider', forge: head({ rootHash: 'ab'.repeat(32) }), code: 'NOT_IN_TREE', says: /Event 0/ },
  { name: 'another tree size, signed by an insider', forge: head({ treeSize: 17 }), code: 'PROOF_LENGTH', says: /Event 0|event 0/ },
  { name: 'another tree size with the old signature', forge: ({ receipt }) => ({ ...receipt, head: { ...receipt.head, treeSize: 12 } }), code: 'HEAD_SIGNATURE', says: /head was changed/ },
  { name: 'another root with the old signature', forge: ({ receipt, leaves }) => {
    const other = [...leaves.slice(0, 10), sha256(Buffer.of(1))];
    return { ...receipt, head: { ...receipt.head, rootHash: rootOf(other).toString('hex') }, events: receipt.events.map((one: Json) => ({ ...one, proof: pathOf(one.leafIndex as number, other) })) };
  }, code: 'HEAD_SIGNATURE', says: /signature of the head/ },
  { name: 'another time of the head', forge: ({ receipt }) => ({ ...receipt, head: { ...receipt.head, at: '2026-03-02T05:00:00.000Z' } }), code: 'HEAD_SIGNATURE', says: /head was changed/ },
  { name: 'another log id with the old signature', forge: ({ receipt }) => ({ ...receipt, head: { ...receipt.head, logId: 'cd'.repeat(32) } }), code: 'HEAD_SIGNATURE', says: /head/ },
  { name: 'a log of another first event than its id, by an insider', forge: ({ signer }) => {
    const { receipt } = trueReceipt(5, [0, 1], signer);
    return sealed({ ...receipt, head: signedHead({ ...receipt.head, logId: 'cd'.repeat(32) }, signer) }, signer);
  }, code: 'FIRST_LEAF', says: /named after/ },
  { name: 'another log than the one asked for', forge: ({ receipt }) => receipt, options: () => ({ logId: 'ef'.repeat(32) }), code: 'OTHER_LOG', says: /you asked for efef/ },
  { name: 'the head of another log', forge: ({ receipt, signer }) => sealed({ ...receipt, head: trueReceipt(11, [2], signer).receipt.head }, signer), code: 'NOT_IN_TREE', says: /Event 0/ },
  { name: 'the signature of another key, which the receipt does not hold', forge: ({ receipt }) => ({ ...receipt, head: signedHead(receipt.head, newSigner()) }), code: 'NO_KEY', says: /does not hold the key/ },
  { name: 'all signed with another key, where one is trusted', forge: (truth) => byAnother(truth, false), options: ({ signer }) => ({ key: signer.publicKey }), code: 'OTHER_KEY', says: /does not follow from the one that you trust/ },
  { name: 'another key under the name of the known one', forge: (truth) => byAnother(truth, true), code: 'KEY_ID', says: /does not have that name/ },
  { name: 'a changed bit of the signature', forge: ({ receipt }) => ({ ...receipt, head: { ...receipt.head, signature: flip(receipt.head.signature as string) } }), code: 'HEAD_SIGNATURE', says: /signature/ },
  { name: 'a signature written another way', forge: ({ receipt }) => ({ ...receipt, head: { ...receipt.head, signature: (receipt.head.signature as string).replace(/.==$/, (end) => `${{ A: 'B', Q: 'R', g: 'h', w: 'x' }[end[0]!]}==`) } }), code: 'WRONG_SHAPE', says: /head\.signature/ },
  { name: 'a seal of another key', forge: ({ receipt }) => {
    const thief = newSigner();
    const { seal } = sealed(receipt, thief);
    return { ...receipt, seal: { ...seal, keyId: receipt.head.keyId } };
  }, code: 'SEAL_SIGNATURE', says: /seal/ },
  { name: 'a member smuggled in beside the hashed ones', forge: event(0, (one) => ({ ...one, note: 'approved' })), code: 'UNKNOWN_MEMBER', says: /events\[0\].*"note"/ },
  { name: 'a member smuggled into the head', forge: ({ receipt }) => ({ ...receipt, head: { ...receipt.head, approved: true } }), code: 'UNKNOWN_MEMBER', says: /head.*"approved"/ },
  { name: 'a member smuggled into the hashed ones', forge: event(0, (one) => ({ ...one, data: { ...one.data, approved: true } })), code: 'EVENT_EDITED', says: /Event 0/ },
  { name: 'a member smuggled into the receipt', forge: ({ receipt }) => ({ ...receipt, remark: 'valid' }), code: 'UNKNOWN_MEMBER', says: /receipt.*"remark"/ },
  { name: 'a prototype smuggled in', forge: text('"amount":0', '"amount":0,"__proto__":{"x":1}'), code: 'EVENT_EDITED', says: /Event 0/ },
  { name: 'a member twice', forge: text('"amount":1', '"amount":7,"amount":1'), code: 'MEMBER_TWICE', says: /"amount" stands twice/ },
  { name: 'the same number in another form, 1.0', forge: text('"amount":1,', '"amount":1.0,'), code: 'NUMBER_FORM', says: /number 1\.0/ },
  { name: 'the same number in another form, 1e0', forge: text('"amount":1,', '"amount":1e0,'), code: 'NUMBER_FORM', says: /1e0/ },
  { name: 'the same text in another form', forge: text('"RequestAccepted"', '"\\u0052equestAccepted"'), code: 'TEXT_FORM', says: /text at character/ },
  { name: 'another Unicode form that looks the same', forge: event(0, (one) => rehashed({ ...one, data: { ...one.data, departmentId: 'Büro'.normalize('NFD') } })), code: 'CHAIN_BROKEN', says: /does not follow/ },
  { name: 'half a character', forge: text('规划科', '\\ud83d'), code: 'TEXT_FORM', says: /text at character/ },
  { name: 'another version', forge: ({ receipt }) => ({ ...receipt, version: 2 }), code: 'UNKNOWN_VERSION', says: /CANNOT BE CHECKED.*[^]*version 2/ },
  { name: 'something else', forge: () => ({ kind: 'letter' }), code: 'NOT_A_RECEIPT', says: /no receipt/ },
  { name: 'a torn file', forge: text(/.{40}$/, ''), code: 'NOT_JSON', says: /no JSON/ },
];
