/** The SPKI DER of an Ed25519 key is 12 bytes that say so and 32 of the key; 12 bytes are whole characters of base64. */
const SIGNING_KEY = /^MCowBQYDK2VwAyEA[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/;

/** Whether a text is the public key of an Ed25519 pair (SPKI DER, base64, written in the one way). */
export const isSigningKey = (text: string): boolean => SIGNING_KEY.test(text);
