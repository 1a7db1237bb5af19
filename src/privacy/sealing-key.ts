import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import type { SealedText } from './keyring.js';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** One subject's key at work. Two keys are derived from its secret, so that sealing and comparing never share one. */
export class SealingKey {
  private readonly cipherKey: Buffer;
  private readonly macKey: Buffer;

  constructor(
    readonly keyId: string,
    secret: Uint8Array,
  ) {
    this.cipherKey = derive(secret, keyId, 'seal');
    this.macKey = derive(secret, keyId, 'mac');
  }

  seal(text: string): SealedText {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.cipherKey, nonce).setAAD(Buffer.from(this.keyId));
    const ciphertext = Buffer.concat([cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
    return { keyId: this.keyId, nonce: nonce.toString('base64'), ciphertext: ciphertext.toString('base64') };
  }

  /** @throws when nonce, ciphertext or key id are not those that were sealed. */
  open({ nonce, ciphertext }: SealedText): string {
    const bytes = Buffer.from(ciphertext, 'base64');
    const tagAt = bytes.length - TAG_BYTES;
    if (tagAt < 0) throw new Error('Sealed text is shorter than its tag');
    const decipher = createDecipheriv('aes-256-gcm', this.cipherKey, Buffer.from(nonce, 'base64'), { authTagLength: TAG_BYTES });
    decipher.setAAD(Buffer.from(this.keyId)).setAuthTag(bytes.subarray(tagAt));
    return decipher.update(bytes.subarray(0, tagAt), undefined, 'utf8') + decipher.final('utf8');
  }

  mac(text: string): string {
    return createHmac('sha256', this.macKey).update(text, 'utf8').digest('hex');
  }
}

const derive = (secret: Uint8Array, keyId: string, purpose: string): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, keyId, `service-efficiency-tracker/${purpose}`, 32));
