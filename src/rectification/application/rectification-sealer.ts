import { digestOf } from '../../event-store/audit-hash.js';
import type { JsonObject } from '../../event-store/event-store.port.js';
import type { Keyring, SealedText } from '../../privacy/keyring.js';

interface Sealing {
  readonly sealed: SealedText;
  readonly mac: string;
}

/** What was done may speak of the applicant: it enters the log as ciphertext, and its digest as a keyed MAC. */
export class RectificationSealer {
  constructor(private readonly keyring: Keyring) {}

  /** Under the applicant's key; under the request's own where there is none, or it was erased. */
  async seal(text: string, applicantKeyId: string | null, request: string): Promise<Sealing> {
    const own = (): Promise<string> => this.keyring.keyIdFor(`request:${request}`);
    const keyId = applicantKeyId ?? (await own());
    const sealed = (await this.keyring.seal(keyId, text)) ?? (await this.keyring.seal(await own(), text));
    const mac = sealed && (await this.keyring.mac(sealed.keyId, text));
    if (sealed === null || mac === null) throw new Error(`The key of ${request} was erased while it was used`);
    return { sealed, mac };
  }

  /** The digest a command would have had as the remembered one; of what an erased key sealed nobody can tell. */
  async digestAs(remembered: { readonly digest: string; readonly keyId: string | null }, said: JsonObject, text: string | null): Promise<string> {
    if (text === null || remembered.keyId === null) return digestOfSaid(said, null);
    const mac = await this.keyring.mac(remembered.keyId, text);
    return mac === null ? remembered.digest : digestOfSaid(said, mac);
  }
}

/** SHA-256 over the command as sent. */
export const digestOfSaid = (said: JsonObject, mac: string | null): string => digestOf(mac === null ? said : { ...said, measures: { mac } });
