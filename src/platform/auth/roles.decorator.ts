import { SetMetadata } from '@nestjs/common';
import type { Role } from '../../kernel/actor.js';

export const ACCESS = 'access';
export type Access = readonly Role[] | 'anyone';

/** Who may call a route, query or mutation. A handler without `@Roles` or `@Public` is refused to everybody. */
export const Roles = (...roles: readonly [Role, ...Role[]]) => SetMetadata(ACCESS, roles);

/** No key needed: health and the like. */
export const Public = () => SetMetadata(ACCESS, 'anyone');
