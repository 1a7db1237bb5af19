/** What a key may do; see `@Roles`. */
export type Role = 'terminal' | 'analyst' | 'supervisor' | 'administrator';
export const ROLES: readonly Role[] = ['terminal', 'analyst', 'supervisor', 'administrator'];

/** Who a request comes from: the key's name, and its role. */
export interface Actor {
  readonly principal: string;
  readonly role: Role;
}
