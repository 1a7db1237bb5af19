export type Role = 'terminal' | 'analyst' | 'supervisor' | 'administrator';
export const ROLES: readonly Role[] = ['terminal', 'analyst', 'supervisor', 'administrator'];

/** Where an actor may look and act. 'all' also means what comes later; an empty list means nowhere. */
export interface AccessScope {
  readonly halls: readonly string[] | 'all';
  /** Each stands for its department and everything below it. */
  readonly departmentTrees: readonly string[] | 'all';
}

export const EVERYWHERE: AccessScope = { halls: 'all', departmentTrees: 'all' };

/** Who acts, in which role, and where. */
export interface Actor {
  /** Written into the metadata of everything it records. */
  readonly principal: string;
  readonly role: Role;
  readonly scope: AccessScope;
  /** When the proof of who it is ends; absent where it does not end by itself. */
  readonly expiresAtMs?: number;
  /** Of a registered terminal's own credential: it may name no other terminal. */
  readonly terminalId?: string;
  /** What it posts must be signed by this Ed25519 key (SPKI DER, base64); absent where it need not be. */
  readonly signingKey?: string;
}

export const isEverywhere = ({ halls, departmentTrees }: AccessScope): boolean => halls === 'all' && departmentTrees === 'all';

export const coversHall = ({ halls }: AccessScope, hallId: string): boolean => halls === 'all' || halls.includes(hallId);

/** @param pathOf the department and those above it, up to the root; of an unknown department just itself. */
export const coversDepartment = ({ departmentTrees }: AccessScope, departmentId: string, pathOf: (departmentId: string) => readonly string[]): boolean =>
  departmentTrees === 'all' || pathOf(departmentId).some((id) => departmentTrees.includes(id));
