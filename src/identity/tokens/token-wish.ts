import { type AccessScope, ROLES } from '../../kernel/actor.js';
import { HOURS_DEFAULT, HOURS_MAX, type TokenWish } from './built-in-issuer.js';
import { scopeOf } from './claims.js';

export interface WishedOptions {
  readonly role?: string;
  readonly name?: string;
  readonly halls?: string;
  readonly departments?: string;
  readonly hours?: string;
}

/** What is wrong with the arguments, for people. */
export interface BadWish {
  readonly en: string;
  readonly zh: string;
}

const NAME = /^[^\p{C}\p{Zl}\p{Zp}]{1,128}$/u;
const namesOf = (text: string): readonly string[] | '*' => (text === 'all' ? '*' : text.split(',').map((name) => name.trim()));

/** The token that command-line arguments ask for. */
export function tokenWishOf(options: WishedOptions): TokenWish | BadWish {
  const role = ROLES.find((one) => one === options.role);
  if (role === undefined) return { en: `--role must be one of ${ROLES.join(', ')}.`, zh: `--role 必须是 ${ROLES.join('、')} 之一。` };
  const { name = `${role}-1`, halls = 'all', departments = 'all', hours = String(HOURS_DEFAULT) } = options;
  if (!NAME.test(name)) return { en: '--name must be 1 to 128 characters without line ends or control characters.', zh: '--name 须为 1 至 128 个可见字符。' };
  const scope = scopeOf(namesOf(halls), namesOf(departments));
  if (scope === null) return { en: '--halls and --departments take "all", or up to 200 ids with commas between.', zh: '--halls 与 --departments 须为 all，或以逗号分隔的编号（至多 200 个）。' };
  if (!/^\d{1,4}$/.test(hours) || Number(hours) < 1 || Number(hours) > HOURS_MAX)
    return { en: `--hours must be a whole number from 1 to ${HOURS_MAX}, which is 30 days.`, zh: `--hours 须为 1 至 ${HOURS_MAX} 的整数（至多 30 天）。` };
  return { role, principal: name, scope, hours: Number(hours) };
}

const reach = (names: readonly string[] | 'all'): string => (names === 'all' ? 'all' : names.join(', '));
export const scopeText = ({ halls, departmentTrees }: AccessScope): string => `halls: ${reach(halls)}; departments: ${reach(departmentTrees)}`;
export const isBadWish = (wish: TokenWish | BadWish): wish is BadWish => 'en' in wish;
