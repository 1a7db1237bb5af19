/** What stands for people where nobody is to be recognised: the same person always has the same one, and it leads back to nobody. */
export interface Pseudonyms {
  /** `o-` and 16 hexadecimal digits. */
  officer(officerId: string): string;
  /** `p-` and 16 hexadecimal digits: of a login, or of whoever else is named by one. */
  principal(principal: string): string;
}

/** Fields of events that name a person: an officer by id, or whoever approved by a login. */
export const PERSON_FIELDS: Readonly<Record<string, keyof Pseudonyms>> = { officerId: 'officer', assignedOfficerId: 'officer', approver: 'principal' };

/** Abstract class, because it is also the Nest injection token. */
export abstract class PseudonymSource {
  /** At once when they were asked for before. @throws when the keys cannot be reached now, or theirs is erased. */
  abstract pseudonyms(): Pseudonyms | Promise<Pseudonyms>;
}
