#!/usr/bin/env node
/**
 * Checks a receipt of the service efficiency tracker, offline. One file; it shares no code with the service and imports
 * nothing: it needs the platform's Web Crypto (SHA-256, Ed25519), so it runs under Node 20 or later and in a browser.
 * 离线校验办件回执：单一文件，不引用服务端代码，只用平台自带的 Web Crypto。
 *
 * What is checked is written down in docs/reference/proof.md, so that anybody can write another one.
 */

const RECEIPT_CHARACTERS_MAX = 64 * 1024 * 1024;
const DEPTH_MAX = 64;
/** How far clocks may be apart. */
const SKEW_MS = 300_000;
const CONTEXT = 'service-efficiency-tracker';

/** `unreadable`: this is no receipt that can be judged. All others: it is not what the service gave out. */
const TEXTS = {
  NOT_JSON: ['This is no JSON text in UTF-8: {what}.', '不是 UTF-8 编码的 JSON 文本：{what}。'],
  TOO_LARGE: ['This is larger than any receipt.', '文件超过回执的最大长度。'],
  NOT_A_RECEIPT: ['This is JSON, but no receipt.', '这是 JSON，但不是回执。'],
  NOT_A_HEAD: ['What is given as an older head is no signed head: nothing is said of the receipt.', '所给的较早树头不是签名树头：未对回执作出判断。'],
  NOT_A_PROOF: ['What is given as a consistency proof is none: nothing is said of the receipt.', '所给的一致性证明不是一致性证明：未对回执作出判断。'],
  UNKNOWN_VERSION: ['This receipt is of version {version}; this verifier knows version 1. Get a newer verifier.', '回执版本为 {version}，本校验程序只认识版本 1，请使用更新的校验程序。'],
  NO_CRYPTO: ['This platform cannot check Ed25519 signatures: use Node 20 or a current browser.', '本平台不支持 Ed25519 签名校验：请使用 Node 20 或新版浏览器。'],
  MEMBER_TWICE: ['The member "{name}" stands twice in one object: two readers would read two things.', '同一对象中成员“{name}”出现两次。'],
  NUMBER_FORM: ['The number {text} is not written as the service writes it.', '数字 {text} 的写法与服务的写法不同。'],
  TEXT_FORM: ['A text at character {at} is not written as the service writes it.', '第 {at} 个字符处的文本写法与服务的写法不同。'],
  UNKNOWN_MEMBER: ['{where} has a member that does not belong there: "{name}".', '{where} 含有不属于它的成员：“{name}”。'],
  WRONG_SHAPE: ['{where} is missing, or is not what a receipt has there.', '{where} 缺失，或不符合回执的格式。'],
  NO_EVENTS: ['The receipt holds no events.', '回执不含任何事件。'],
  OTHER_REQUEST: ['Event {revision} is of another request: {found}.', '第 {revision} 个事件属于其他办件：{found}。'],
  EVENT_MISSING: ['Revision {expected} should stand here, but revision {found} does: an event was taken out, added, repeated or moved.', '此处应为第 {expected} 个事件，却是第 {found} 个：有事件被删除、添加、重复或移动。'],
  EVENT_EDITED: ['Event {revision} ({type}) is not what its hash says: it was edited.', '第 {revision} 个事件（{type}）与其散列值不符：内容被改动。'],
  CHAIN_BROKEN: ['Event {revision} ({type}) does not follow from the event before it.', '第 {revision} 个事件（{type}）与前一事件的散列链不衔接。'],
  OUT_OF_ORDER: ['Event {revision} stands before an earlier one in the log, or behind the signed head.', '第 {revision} 个事件在日志中的位置次序有误，或在签名树头之后。'],
  PROOF_LENGTH: ['The proof of event {revision} has {found} hashes, and needs {expected}.', '第 {revision} 个事件的证明有 {found} 个散列值，应为 {expected} 个。'],
  NOT_IN_TREE: ['Event {revision} ({type}) is not in the tree of the signed head at leaf {leaf}.', '第 {revision} 个事件（{type}）不在签名树头所述的树中（叶 {leaf}）。'],
  FIRST_LEAF: ['The first event of the log is not the one that the log is named after.', '日志的首个事件与日志标识不符。'],
  OTHER_LOG: ['The receipt is of the log {found}, and you asked for {expected}.', '回执属于日志 {found}，而您指定的是 {expected}。'],
  KEY_ID: ['The key {keyId} in the receipt does not have that name: it is {found}.', '回执中的密钥 {keyId} 名实不符：实际为 {found}。'],
  NO_KEY: ['The receipt does not hold the key {keyId} that signed it.', '回执不含签名所用的密钥 {keyId}。'],
  KEY_ORDER: ['The key {keyId} does not follow from the key before it.', '密钥 {keyId} 与前一密钥不衔接。'],
  OTHER_KEY: ['The receipt is signed with the key {found}, which does not follow from the one that you trust: {expected}.', '回执由密钥 {found} 签名，它并非出自您信任的密钥 {expected}。'],
  KEY_TIME: ['The key {keyId} was not in use at {at}.', '密钥 {keyId} 在 {at} 时并未使用。'],
  KEY_REVOKED: ['The key {keyId} was revoked at {revokedAt}: what it signed from then on is worth nothing.', '密钥 {keyId} 已于 {revokedAt} 吊销：此后的签名无效。'],
  IN_FUTURE: ['The receipt is of {at}, which is in the future by the clock here: {now}.', '回执的时间 {at} 晚于本机时间 {now}。'],
  HEAD_SIGNATURE: ['The signature of the head does not hold: the head was changed, or is of another key.', '树头签名无效：树头被改动，或由其他密钥签名。'],
  RECEIPT_EDITED: ['The receipt is not what was sealed when it was issued: something was edited, added or taken out.', '回执与签发时封存的内容不符：有内容被改动、添加或删除。'],
  SEAL_SIGNATURE: ['The seal of the receipt does not hold: it is of another key, or was changed.', '回执封印的签名无效：由其他密钥签名，或被改动。'],
  OLD_HEAD_SIGNATURE: ['The signature of the older head does not hold.', '较早树头的签名无效。'],
  OLD_HEAD_OTHER_LOG: ['The older head is of another log: {found}.', '较早的树头属于另一日志：{found}。'],
  NOT_CONSISTENT: ['The log of the receipt is not a continuation of the log of the older head: history was rewritten, or the proof is wrong.', '回执所述日志不是较早树头所述日志的延续：历史被改写，或一致性证明有误。'],
};
const UNREADABLE = new Set(['NOT_JSON', 'TOO_LARGE', 'NOT_A_RECEIPT', 'NOT_A_HEAD', 'NOT_A_PROOF', 'UNKNOWN_VERSION', 'NO_CRYPTO']);

class Refused extends Error {
  constructor(code, values = {}) {
    super(code);
    this.code = code;
    this.values = values;
  }
}
const refuse = (code, values) => {
  throw new Refused(code, values);
};
const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => shown(values[name]));
/** Control and direction characters of a forged file must not write to the reader's terminal. */
const shown = (value) => String(value ?? '?').slice(0, 200).replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (c) => `\\u{${c.codePointAt(0).toString(16)}}`);

// --- JSON, as strict as hashes need it -------------------------------------------------------------------------------

/** JSON with no member twice, and every number and text written in the one way that ECMAScript writes it. */
export function parseStrictly(text) {
  const reader = new StrictReader(text);
  const value = reader.value(0);
  if (reader.next() !== undefined) reader.bad('it goes on');
  return value;
}

class StrictReader {
  at = 0;
  constructor(text) {
    this.text = text;
  }
  bad(what) {
    return refuse('NOT_JSON', { what: `${what} at character ${this.at}` });
  }
  /** The next sign that is not white space. */
  next() {
    while (this.at < this.text.length && ' \n\r\t'.includes(this.text[this.at])) this.at += 1;
    return this.text[this.at];
  }
  take(sign) {
    if (this.next() !== sign) this.bad(`"${sign}" is expected`);
    this.at += 1;
  }
  match(pattern) {
    pattern.lastIndex = this.at;
    const [found] = pattern.exec(this.text) ?? [];
    if (found !== undefined) this.at += found.length;
    return found;
  }
  string() {
    const from = this.at;
    const literal = this.match(/"(?:[^"\\\u0000-\u001f]|\\["\\/bfnrt]|\\u[0-9a-fA-F]{4})*"/y) ?? this.bad('a text is expected');
    const value = JSON.parse(literal);
    if (JSON.stringify(value) !== literal || /\p{Cs}/u.test(value)) refuse('TEXT_FORM', { at: from });
    return value;
  }
  scalar() {
    if (this.text[this.at] === '"') return this.string();
    const word = this.match(/true|false|null/y);
    if (word !== undefined) return JSON.parse(word);
    const literal = this.match(/-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y) ?? this.bad('a value is expected');
    if (String(Number(literal)) !== literal) refuse('NUMBER_FORM', { text: literal });
    return Number(literal);
  }
  items(close, item) {
    this.at += 1;
    if (this.next() !== close) {
      item();
      while (this.next() === ',') {
        this.at += 1;
        item();
      }
    }
    this.take(close);
  }
  value(depth) {
    if (depth > DEPTH_MAX) this.bad('it is too deep');
    const sign = this.next();
    if (sign === '[') return this.list(depth);
    return sign === '{' ? this.object(depth) : this.scalar();
  }
  list(depth) {
    const list = [];
    this.items(']', () => list.push(this.value(depth + 1)));
    return list;
  }
  object(depth) {
    const members = new Map();
    this.items('}', () => {
      this.next();
      const name = this.string();
      if (members.has(name)) refuse('MEMBER_TWICE', { name });
      this.take(':');
      members.set(name, this.value(depth + 1));
    });
    return Object.fromEntries(members);
  }
}

/** RFC 8785: members by UTF-16 code units, numbers and texts as ECMAScript writes them. */
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const members = Object.keys(value).sort().map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`);
  return `{${members.join(',')}}`;
}

// --- Hashes and signatures -------------------------------------------------------------------------------------------

const utf8 = (text) => new TextEncoder().encode(text);
const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
const unhex = (text) => Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
const unbase64 = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
function joined(parts) {
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  parts.reduce((at, part) => (bytes.set(part, at), at + part.length), 0);
  return bytes;
}
const sha256 = async (...parts) => new Uint8Array(await globalThis.crypto.subtle.digest('SHA-256', joined(parts)));

const hashOf = async (value) => hex(await sha256(utf8(canonical(value))));
/** Of an event: everything it says, its place in its stream, and the hash of the one before it. */
export function eventHash({ stream, revision, id, type, data, metadata }) {
  const { hash: _itself, ...hashed } = metadata;
  return hashOf({ stream, revision, id, type, data, metadata: hashed });
}
const leafOf = (eventHashHex) => sha256([0], unhex(eventHashHex));
const nodeOf = (left, right) => sha256([1], left, right);

async function isSigned(kind, statement, publicKey) {
  const { signature, ...signed } = statement;
  try {
    const key = await globalThis.crypto.subtle.importKey('spki', unbase64(publicKey), { name: 'Ed25519' }, false, ['verify']);
    return await globalThis.crypto.subtle.verify({ name: 'Ed25519' }, key, unbase64(signature), utf8(`${CONTEXT}/${kind}/v1\n${canonical(signed)}`));
  } catch (error) {
    if (error?.name === 'NotSupportedError') refuse('NO_CRYPTO');
    return false;
  }
}

// --- RFC 9162: the tree ----------------------------------------------------------------------------------------------

const half = (number) => Math.floor(number / 2);
const isOdd = (number) => number % 2 === 1;

/** How many hashes lead from a leaf to the root (RFC 9162, 2.1.3.1). */
export function proofLength(leaf, treeSize) {
  let [length, place, last] = [0, leaf, treeSize - 1];
  for (; last > 0; place = half(place), last = half(last)) if (isOdd(place) || place < last) length += 1;
  return length;
}

/** The root that a leaf and its proof lead to (RFC 9162, 2.1.3.2); null where the proof is too long or too short. */
export async function rootFrom(leafHash, leaf, treeSize, proof) {
  let [hash, place, last] = [leafHash, leaf, treeSize - 1];
  for (const step of proof) {
    if (last === 0) return null;
    if (isOdd(place) || place === last) {
      hash = await nodeOf(step, hash);
      while (!isOdd(place) && place > 0) [place, last] = [half(place), half(last)];
    } else hash = await nodeOf(hash, step);
    [place, last] = [half(place), half(last)];
  }
  return last === 0 ? hash : null;
}

/** Whether the tree of the second head begins with that of the first (RFC 9162, 2.1.4.2). */
export async function isConsistent(first, second, proof) {
  if (first.treeSize === second.treeSize) return proof.length === 0 && first.rootHash === second.rootHash;
  if (first.treeSize > second.treeSize || first.treeSize < 1 || proof.length === 0) return false;
  const roots = await rootsFrom(first, second, proof);
  return roots !== null && hex(roots.old) === first.rootHash && hex(roots.now) === second.rootHash;
}

async function rootsFrom(first, second, proof) {
  let [place, last] = [first.treeSize - 1, second.treeSize - 1];
  while (isOdd(place)) [place, last] = [half(place), half(last)];
  const [start, ...steps] = (place === 0 ? [first.rootHash, ...proof] : proof).map(unhex);
  let [old, now] = [start, start];
  for (const step of steps) {
    if (last === 0) return null;
    if (isOdd(place) || place === last) {
      [old, now] = [await nodeOf(step, old), await nodeOf(step, now)];
      while (!isOdd(place) && place > 0) [place, last] = [half(place), half(last)];
    } else now = await nodeOf(now, step);
    [place, last] = [half(place), half(last)];
  }
  return last === 0 ? { old, now } : null;
}

// --- The shape of a receipt ------------------------------------------------------------------------------------------

const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
const text = (value) => typeof value === 'string';
const like = (pattern) => (value) => typeof value === 'string' && pattern.test(value);
const count = (value) => Number.isSafeInteger(value) && value >= 0;
const isHash = like(/^[0-9a-f]{64}$/);
const isKeyId = like(/^[0-9a-f]{16}$/);
const isSignature = like(/^[A-Za-z0-9+/]{85}[AQgw]==$/);
const isBase64 = like(/^(?:[A-Za-z0-9+/]{4})+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$|^[A-Za-z0-9+/]{2}==$/);
const isInstant = (value) => like(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)(value) && !Number.isNaN(Date.parse(value));
const isPlace = like(/^(?:0|[1-9]\d{0,18})$/);
const orNull = (shape) => (value) => value === null || shape(value);
const listOf = (shape) => (value) => Array.isArray(value) && value.every(shape);

const HEAD = {
  version: (value) => value === 1, logId: isHash, treeSize: (value) => count(value) && value > 0, rootHash: isHash,
  position: isPlace, at: isInstant, keyId: isKeyId, signature: isSignature,
};
const KEY = { keyId: isKeyId, publicKey: isBase64, from: isInstant, until: orNull(isInstant), signedBy: orNull(isObject) };
const SIGNED_BY = { keyId: isKeyId, signature: isSignature };
const EVENT = { stream: text, revision: isPlace, position: isPlace, id: text, type: text, data: isObject, metadata: isObject, leafIndex: count, proof: listOf(isHash) };
const SEAL = { digest: isHash, keyId: isKeyId, signature: isSignature };
const RECEIPT = { version: count, kind: text, hallId: text, requestId: text, issuedAt: isInstant, head: isObject, keys: listOf(isObject), events: listOf(isObject), seal: isObject };

function expectShape(value, shape, where) {
  if (!isObject(value)) refuse('WRONG_SHAPE', { where });
  for (const [name, fits] of Object.entries(shape)) if (!Object.hasOwn(value, name) || !fits(value[name])) refuse('WRONG_SHAPE', { where: `${where}.${name}` });
  for (const name of Object.keys(value)) if (!Object.hasOwn(shape, name)) refuse('UNKNOWN_MEMBER', { where, name });
}

function expectKey(key, where) {
  const { revokedAt, revokedBy, ...always } = key;
  expectShape(always, KEY, where);
  if (always.signedBy !== null) expectShape(always.signedBy, SIGNED_BY, `${where}.signedBy`);
  if ((revokedAt === undefined) !== (revokedBy === undefined) || !(revokedAt === undefined || isInstant(revokedAt))) refuse('WRONG_SHAPE', { where: `${where}.revokedAt` });
  if (revokedBy !== undefined) expectShape(revokedBy, SIGNED_BY, `${where}.revokedBy`);
}

function readReceipt(source) {
  if (source.length > RECEIPT_CHARACTERS_MAX) refuse('TOO_LARGE');
  const receipt = parseStrictly(source);
  if (!isObject(receipt) || receipt.kind !== `${CONTEXT}/receipt`) refuse('NOT_A_RECEIPT');
  if (receipt.version !== 1) refuse('UNKNOWN_VERSION', { version: receipt.version });
  expectShape(receipt, RECEIPT, 'receipt');
  expectShape(receipt.head, HEAD, 'head');
  expectShape(receipt.seal, SEAL, 'seal');
  receipt.keys.forEach((key, index) => expectKey(key, `keys[${index}]`));
  receipt.events.forEach((event, index) => expectShape(event, EVENT, `events[${index}]`));
  if (receipt.events.length === 0) refuse('NO_EVENTS');
  return receipt;
}

// --- The checks ------------------------------------------------------------------------------------------------------

/** Every event as it was recorded, each behind the one before it, from the first on. @returns their hashes */
async function checkChain({ hallId, requestId, events }) {
  const hashes = [];
  const stream = `serviceRequest-${hallId}.${requestId}`;
  for (const [index, event] of events.entries()) {
    const { revision, type, metadata, data } = event;
    if (event.stream !== stream) refuse('OTHER_REQUEST', { revision, found: event.stream });
    if (revision !== String(index)) refuse('EVENT_MISSING', { expected: index, found: revision });
    const hash = await eventHash(event);
    if (metadata.hash !== hash) refuse('EVENT_EDITED', { revision, type });
    if (metadata.previousHash !== (hashes.at(-1) ?? null)) refuse('CHAIN_BROKEN', { revision, type });
    if (data.hallId !== hallId || data.requestId !== requestId) refuse('OTHER_REQUEST', { revision, found: `${data.hallId}.${data.requestId}` });
    hashes.push(hash);
  }
  return hashes;
}

function checkOrder({ events, head }) {
  let [position, leaf] = [-1n, -1];
  for (const event of events) {
    const isBehind = BigInt(event.position) <= position || event.leafIndex <= leaf;
    [position, leaf] = [BigInt(event.position), event.leafIndex];
    if (isBehind || position > BigInt(head.position) || leaf >= head.treeSize) refuse('OUT_OF_ORDER', { revision: event.revision });
  }
}

async function checkInTree({ events, head }, hashes) {
  for (const [index, { revision, type, leafIndex: leaf, proof }] of events.entries()) {
    const expected = proofLength(leaf, head.treeSize);
    if (proof.length !== expected) refuse('PROOF_LENGTH', { revision, found: proof.length, expected });
    const leafHash = await leafOf(hashes[index]);
    if (leaf === 0 && hex(leafHash) !== head.logId) refuse('FIRST_LEAF');
    const root = await rootFrom(leafHash, leaf, head.treeSize, proof.map(unhex));
    if (root === null || hex(root) !== head.rootHash) refuse('NOT_IN_TREE', { revision, type, leaf });
  }
}

/** Every key is what its name says, and signed by the one before it. @returns SHA-256 (hex) of each, in their order */
async function checkKeys(keys) {
  const fingerprints = [];
  for (const [index, { keyId, publicKey, from, until, signedBy }] of keys.entries()) {
    const before = keys[index - 1];
    const fingerprint = hex(await sha256(unbase64(publicKey)));
    if (fingerprint.slice(0, 16) !== keyId) refuse('KEY_ID', { keyId, found: fingerprint.slice(0, 16) });
    const follows = before === undefined
      ? signedBy === null
      : signedBy?.keyId === before.keyId && from >= before.from && (await isSigned('signing-key', { newKeyId: keyId, publicKey, from, ...signedBy }, before.publicKey));
    if (!follows || until !== (keys[index + 1]?.from ?? null) || keys.findIndex((key) => key.keyId === keyId) !== index) refuse('KEY_ORDER', { keyId });
    await checkRevocation(keys, index);
    fingerprints.push(fingerprint);
  }
  return fingerprints;
}

async function checkRevocation(keys, index) {
  const { keyId, revokedAt, revokedBy } = keys[index];
  if (revokedAt === undefined) return;
  const later = keys.slice(index + 1).find((key) => key.keyId === revokedBy.keyId) ?? refuse('KEY_ORDER', { keyId });
  if (!(await isSigned('key-revocation', { revokedKeyId: keyId, revokedAt, ...revokedBy }, later.publicKey))) refuse('KEY_ORDER', { keyId });
}

async function checkSigned(kind, statement, at, keys, code) {
  const key = keys.find(({ keyId }) => keyId === statement.keyId) ?? refuse('NO_KEY', { keyId: statement.keyId });
  const { keyId, publicKey, from, until, revokedAt } = key;
  if (!(await isSigned(kind, statement, publicKey))) refuse(code);
  if (revokedAt !== undefined && at >= revokedAt) refuse('KEY_REVOKED', { keyId, revokedAt });
  const ms = Date.parse(at);
  if (ms < Date.parse(from) - SKEW_MS || (until !== null && ms > Date.parse(until) + SKEW_MS)) refuse('KEY_TIME', { keyId, at });
}

/** A trusted key stands for those that it signed, too. */
async function checkPins({ head, seal, keys }, fingerprints, { key, logId }) {
  if (logId !== undefined && logId.toLowerCase() !== head.logId) refuse('OTHER_LOG', { found: head.logId, expected: logId });
  if (key === undefined) return;
  const isPrint = /^[0-9a-fA-F:]{16,95}$/.test(key);
  const wanted = isPrint ? key.replaceAll(':', '').toLowerCase() : isBase64(key) ? hex(await sha256(unbase64(key))) : '';
  const trusted = wanted.length < 16 ? -1 : fingerprints.findIndex((fingerprint) => fingerprint.startsWith(wanted));
  for (const { keyId } of [head, seal])
    if (trusted === -1 || keys.findIndex((one) => one.keyId === keyId) < trusted) refuse('OTHER_KEY', { found: keyId, expected: key });
}

const isHead = (value) => isObject(value) && Object.entries(HEAD).every(([name, fits]) => Object.hasOwn(value, name) && fits(value[name]));

/** Of the hashes alone, of an object that has them, or of the whole answer to `consistencyProof`. */
function stepsOf(proof) {
  const asked = proof?.data?.consistencyProof ?? proof;
  const steps = Array.isArray(asked) ? asked : (asked?.path ?? asked?.proof);
  return listOf(isHash)(steps) ? steps : refuse('NOT_A_PROOF');
}

async function checkOlderHead({ head, keys }, older, proof) {
  if (!isHead(older)) refuse('NOT_A_HEAD');
  expectShape(older, HEAD, 'older head');
  const steps = stepsOf(proof);
  if (older.logId !== head.logId) refuse('OLD_HEAD_OTHER_LOG', { found: older.logId });
  await checkSigned('tree-head', older, older.at, keys, 'OLD_HEAD_SIGNATURE');
  const [first, second] = older.treeSize <= head.treeSize ? [older, head] : [head, older];
  if (!(await isConsistent(first, second, steps))) refuse('NOT_CONSISTENT');
}

async function checkAll(receipt, options) {
  const { head, keys } = receipt;
  const fingerprints = await checkKeys(keys);
  const hashes = await checkChain(receipt);
  checkOrder(receipt);
  await checkInTree(receipt, hashes);
  await checkSigned('tree-head', head, head.at, keys, 'HEAD_SIGNATURE');
  const { seal, ...sealed } = receipt;
  if ((await hashOf(sealed)) !== seal.digest) refuse('RECEIPT_EDITED');
  await checkSigned('receipt', seal, receipt.issuedAt, keys, 'SEAL_SIGNATURE');
  const nowMs = options.nowMs ?? Date.now();
  for (const at of [head.at, receipt.issuedAt]) if (Date.parse(at) > nowMs + SKEW_MS) refuse('IN_FUTURE', { at, now: new Date(nowMs).toISOString() });
  await checkPins(receipt, fingerprints, options);
  if (options.olderHead !== undefined) await checkOlderHead(receipt, options.olderHead, options.consistency ?? []);
  return { fingerprint: fingerprints[keys.findIndex(({ keyId }) => keyId === head.keyId)] };
}

// --- What it says ----------------------------------------------------------------------------------------------------

function provenBy({ head, hallId, requestId, events }, { key, olderHead }) {
  const n = events.length;
  return [
    [`The receipt is unchanged since the service issued it.`, '回执自签发以来未被改动。'],
    [`These ${n} events are the first ${n} of request ${hallId}.${requestId}, in order, with nothing between them.`, `这 ${n} 个事件是办件 ${hallId}.${requestId} 自收件起的前 ${n} 个事件，次序正确，中间没有遗漏。`],
    [`They are in the log ${head.logId.slice(0, 16)}…, which had ${head.treeSize} events when its head was signed at ${head.at}.`, `它们都在日志 ${head.logId.slice(0, 16)}… 中；该日志在 ${head.at} 签名时共有 ${head.treeSize} 个事件。`],
    ...(key === undefined ? [] : [['The head is signed with the key that you trust.', '树头由您信任的密钥签名。']]),
    ...(olderHead === undefined ? [] : [[`The log at ${olderHead.treeSize} events and at ${head.treeSize} is one: nothing of the shorter one was rewritten.`, `日志在 ${olderHead.treeSize} 个事件时与 ${head.treeSize} 个事件时是同一日志：较短部分未被改写。`]]),
  ].map(([en, zh]) => ({ en, zh }));
}

function notProvenBy({ head, events, issuedAt }, { key, logId, olderHead }, fingerprint) {
  return [
    ...(key === undefined ? [[`That the key is the hall's: compare its fingerprint with the published one: ${fingerprint}`, `密钥是否属于该大厅：请与其公布的指纹核对：${fingerprint}`]] : []),
    ...(logId === undefined ? [[`That this is the hall's log: compare its id with the published one: ${head.logId}`, `是否为该大厅的日志：请与其公布的日志标识核对：${head.logId}`]] : []),
    ...(olderHead === undefined ? [['That others are shown the same log: compare with a head you kept, by --head and --consistency.', '他人看到的是否为同一日志：可用 --head 与 --consistency 与您留存的树头核对。']] : []),
    [`That the request had no further event when the head was signed: that it had exactly ${events.length} is the signed word of the service, which an auditor of the log can refute.`, `签名时该办件没有更多事件：“恰有 ${events.length} 个”是服务签名的声明，日志审计人员可以反驳。`],
    [`Anything after ${issuedAt}, and whether what was recorded is what happened at the counter.`, `${issuedAt} 之后的情况，以及所记录内容是否与窗口实际情况一致。`],
    ['What encrypted notes and names say: the receipt holds their ciphertext only.', '加密的备注与姓名内容：回执只含其密文。'],
  ].map(([en, zh]) => ({ en, zh }));
}

/**
 * @param source the receipt's text
 * @param options key: public key (SPKI DER, base64), or its fingerprint (16 to 64 hex digits); logId; olderHead with
 *   consistency, the hashes that lead from one to the other; nowMs, default the clock's
 * @returns { verdict: 'ok' | 'forged' | 'unreadable', code, en, zh, proven, notProven, receipt }
 */
export async function verifyReceipt(source, options = {}) {
  try {
    if (globalThis.crypto?.subtle === undefined) refuse('NO_CRYPTO');
    const receipt = readReceipt(source);
    const { fingerprint } = await checkAll(receipt, options);
    return {
      verdict: 'ok', code: 'OK', en: 'The receipt is genuine.', zh: '回执真实有效。', receipt,
      proven: provenBy(receipt, options), notProven: notProvenBy(receipt, options, fingerprint),
    };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const [en, zh] = TEXTS[error.code];
    const verdict = UNREADABLE.has(error.code) ? 'unreadable' : 'forged';
    return { verdict, code: error.code, en: filled(en, error.values), zh: filled(zh, error.values), proven: [], notProven: [], receipt: null };
  }
}

const TITLES = { ok: 'GENUINE 真实有效', forged: 'NOT GENUINE 并非真实', unreadable: 'CANNOT BE CHECKED 无法校验' };

/** For people: the verdict, what is proven, what is not, and the events. */
export function reportOf({ verdict, code, en, zh, proven, notProven, receipt }) {
  const lines = [`${TITLES[verdict]} (${code})`, en, zh];
  if (receipt === null) return lines.join('\n');
  const told = (list) => list.flatMap((one) => [`  - ${one.en}`, `    ${one.zh}`]);
  const events = receipt.events.map(({ revision, type, data, metadata }) =>
    `  ${shown(revision).padStart(4)}  ${shown(data.occurredAt)}  ${shown(type).padEnd(20)} ${shown(data.departmentId)}${data.officerId === undefined ? '' : ` / ${shown(data.officerId)}`}  (recorded 记录于 ${shown(metadata.recordedAt)})`);
  return [...lines, '', 'Proven 已证明:', ...told(proven), '', 'Not proven 未证明:', ...told(notProven), '', `Events 事件 (${events.length}):`, ...events].join('\n');
}

// --- The command line ------------------------------------------------------------------------------------------------

const USAGE = `node verify-receipt.mjs RECEIPT.json [--key KEY] [--log-id ID] [--head HEAD.json --consistency PROOF.json]

Checks a receipt offline. 离线校验办件回执。
  --key          the hall's public key (base64), or its fingerprint 大厅公布的公钥或其指纹
  --log-id       the id of the hall's log 大厅公布的日志标识
  --head         a signed head that you kept 您留存的签名树头
  --consistency  the proof between that head and the receipt's 两个树头之间的一致性证明

Exit codes 退出码: 0 genuine 真实有效, 1 not genuine 并非真实, 2 cannot be checked 无法校验`;

function argumentsOf(argv) {
  const names = { '--key': 'key', '--log-id': 'logId', '--head': 'head', '--consistency': 'consistency' };
  const options = {};
  const files = [];
  for (let at = 0; at < argv.length; at += 1) {
    if (names[argv[at]] === undefined) files.push(argv[at]);
    else options[names[argv[at]]] = argv[(at += 1)];
  }
  const wrong = files.length !== 1 || files[0].startsWith('--') || Object.values(options).includes(undefined);
  return wrong || (options.head === undefined) !== (options.consistency === undefined) ? null : { file: files[0], ...options };
}

async function main(argv) {
  const asked = argumentsOf(argv);
  if (asked === null) {
    console.log(USAGE);
    return argv.includes('--help') ? 0 : 2;
  }
  const { readFile } = await import('node:fs/promises');
  const read = async (file) => new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await readFile(file));
  try {
    const { file, key, logId, head, consistency } = asked;
    const kept = head === undefined ? {} : { olderHead: parseStrictly(await read(head)), consistency: parseStrictly(await read(consistency)) };
    const result = await verifyReceipt(await read(file), { ...(key !== undefined && { key }), ...(logId !== undefined && { logId }), ...kept });
    console.log(reportOf(result));
    return { ok: 0, forged: 1, unreadable: 2 }[result.verdict];
  } catch (error) {
    console.log(`${TITLES.unreadable}\n${shown(error?.message ?? error)}`);
    return 2;
  }
}

/** Run by its name, not imported and not in a page. */
const isProgram = globalThis.process?.versions?.node !== undefined && /[\\/]verify-receipt\.mjs$/.test(globalThis.process.argv[1] ?? '');
if (isProgram) {
  main(globalThis.process.argv.slice(2)).then((code) => {
    globalThis.process.exitCode = code;
  });
}
