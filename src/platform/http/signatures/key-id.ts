import { hash } from 'node:crypto';

/** First 16 hex digits of the SHA-256 of a key's SPKI DER (base64). */
export const keyIdOf = (spki: string): string => hash('sha256', Buffer.from(spki, 'base64'), 'hex').slice(0, 16);
