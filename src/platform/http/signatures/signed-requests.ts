import { timingSafeEqual, verify } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { Clock } from '../../../kernel/clock.js';
import type { EpochMs } from '../../../kernel/instant.js';
import { type ContentDigest, isDigestOf, readContentDigest } from './content-digest.js';
import { keyIdOf } from './key-id.js';
import { SeenNonces } from './seen-nonces.js';
import { authorityOf, coversEnough, signatureBase, type SignedMessage, valuesOf } from './signature-base.js';
import { readSignature, readSignatureInput, type SignatureInput } from './signature-input.js';

/** How far a signature's `created` may lie behind or ahead of this service's clock. */
export const SIGNATURE_AGE_MS_MAX = 60_000;
export const NONCE_CHARS_MAX = 128;

/** For the log alone: from outside every fault looks the same. */
export type SignatureFault = 'unsigned' | 'malformed' | 'not-covered' | 'wrong-key' | 'out-of-time' | 'wrong-signature' | 'wrong-body' | 'replayed';

interface Awaited {
  readonly digests: readonly ContentDigest[];
  readonly nonce: string;
  readonly createdMs: EpochMs;
  fault: SignatureFault | null;
}

/** Requests that must be signed (RFC 9421): the headers are checked before the body, the body as it comes, and nothing is handled before both. */
export class SignedRequests {
  private readonly awaited = new WeakMap<object, Awaited>();
  private readonly nonces = new SeenNonces();

  constructor(private readonly clock: Pick<Clock, 'nowMs'>) {}

  /** @param signingKey SPKI DER in base64. @returns what is wrong with the headers; without a fault the body is waited for. */
  begin(request: FastifyRequest, signingKey: string): SignatureFault | null {
    const checked = this.check(messageOf(request), signingKey);
    if (typeof checked === 'string') return checked;
    this.awaited.set(request, checked);
    return null;
  }

  /** Takes the body of a request that began; of any other there is nothing to say. @returns whether it may be read. */
  takeBody(request: FastifyRequest, body: Uint8Array): boolean {
    const awaited = this.awaited.get(request);
    if (awaited === undefined) return true;
    awaited.fault = this.faultOfBody(awaited, body);
    return awaited.fault === null;
  }

  /** Of a request that began: what is wrong with it now, a body that never came included. */
  faultOf(request: FastifyRequest): SignatureFault | null {
    return this.awaited.get(request)?.fault ?? null;
  }

  private check(message: SignedMessage, signingKey: string): Awaited | SignatureFault {
    const said = readSaid(message);
    if (typeof said === 'string') return said;
    const { input, signature, digests } = said;
    const keyId = keyIdOf(signingKey);
    const createdMs = input.created * 1000;
    const nowMs = this.clock.nowMs();
    if (input.alg !== 'ed25519' || !same(input.keyid, keyId)) return 'wrong-key';
    if (!inTime(createdMs, nowMs) || (input.expires !== null && nowMs >= input.expires * 1000)) return 'out-of-time';
    if (!coversEnough(message, input.components)) return 'not-covered';
    if (!isSignedBy(signingKey, signatureBase(message, input), signature)) return 'wrong-signature';
    return { digests, nonce: `${keyId} ${input.nonce}`, createdMs, fault: 'wrong-body' };
  }

  /** The age once more: a body may come slowly, and a nonce is remembered no longer than its signature is good. */
  private faultOfBody({ digests, nonce, createdMs }: Awaited, body: Uint8Array): SignatureFault | null {
    const nowMs = this.clock.nowMs();
    if (!isDigestOf(digests, body)) return 'wrong-body';
    if (!inTime(createdMs, nowMs)) return 'out-of-time';
    return this.nonces.take(nonce, createdMs, createdMs + SIGNATURE_AGE_MS_MAX, nowMs) ? null : 'replayed';
  }
}

const inTime = (createdMs: EpochMs, nowMs: EpochMs): boolean => Math.abs(nowMs - createdMs) <= SIGNATURE_AGE_MS_MAX;
const same = (one: string, other: string): boolean => one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));

interface Said {
  readonly input: SignatureInput;
  readonly signature: Buffer;
  readonly digests: readonly ContentDigest[];
}

/** The three headers, each once. */
function readSaid({ rawHeaders }: SignedMessage): Said | SignatureFault {
  const values = ['signature-input', 'signature', 'content-digest'].map((name) => valuesOf(rawHeaders, name));
  if (values.some(({ length }) => length !== 1)) return 'unsigned';
  const [inputHeader = '', signatureHeader = '', digestHeader = ''] = values.flat();
  const input = readSignatureInput(inputHeader);
  const signature = input && readSignature(signatureHeader, input.label);
  const digests = readContentDigest(digestHeader);
  if (input === null || signature === null || digests === null) return 'malformed';
  return input.nonce.length >= 1 && input.nonce.length <= NONCE_CHARS_MAX ? { input, signature, digests } : 'malformed';
}

/** As the sender saw it: where a trusted proxy says which host was asked for, and how, that counts. */
const messageOf = ({ method, protocol, host, raw }: FastifyRequest): SignedMessage =>
  ({ method, scheme: protocol, authority: authorityOf(protocol, host), target: raw.url ?? '', rawHeaders: raw.rawHeaders });

function isSignedBy(signingKey: string, base: string | null, signature: Buffer): boolean {
  if (base === null) return false;
  try {
    return verify(null, Buffer.from(base, 'ascii'), { key: Buffer.from(signingKey, 'base64'), format: 'der', type: 'spki' }, signature);
  } catch {
    // Of 32 bytes that are no point of the curve.
    return false;
  }
}
