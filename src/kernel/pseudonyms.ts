/** What stands for people where nobody is to be recognised: the same person always has the same one, and it leads back to nobody. */
export interface Pseudonyms {
  /** `o-` and 16 hexadecimal digits. */
  officer(officerId: string): string;
  /** `p-` and 16 hexadecimal digits: of a login, or of whoever else is named by one. */
  principal(principal: string): string;
}

/** Fields of events that name a person: an officer by id, or whoever approved by a login. */
export const PERSON_FIELDS: Readonly<Record<string, keyof Pseudonyms>> = { officerId: 'officer', assignedOfficerId: 'officer', approver: 'principal' };

/** Whose names must not be told cannot be told by pseudonyms now, so nothing is: the same may be asked again. */
export class PseudonymsUnavailable extends Error {
  override readonly name = 'PseudonymsUnavailable';
  readonly statusCode = 503;

  constructor(cause: unknown) {
    super('The key of the pseudonyms cannot be reached now: ask the same again in a moment. 暂时无法取得化名密钥，请稍后重试。', { cause });
  }
}

/** Abstract class, because it is also the Nest injection token. */
export abstract class PseudonymSource {
  /** At once when they were asked for before. @throws PseudonymsUnavailable */
  abstract pseudonyms(): Pseudonyms | Promise<Pseudonyms>;
}
