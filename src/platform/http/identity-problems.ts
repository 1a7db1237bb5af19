import { IdentityUnavailable } from '../auth/authenticator.js';
import { ProblemError } from './problem.js';

export const TOKEN_NEEDED = 'A valid access token is needed: send it as "Authorization: Bearer <token>".';
export const TOKEN_NEEDED_ZH = '需要有效的访问令牌，请以 "Authorization: Bearer <令牌>" 发送。';

/** One answer for every reason, so that nobody learns from it what was wrong with a token. */
export const tokenNeeded = (): ProblemError => new ProblemError(401, '', TOKEN_NEEDED, { messageZh: TOKEN_NEEDED_ZH });

/** Neither "who are you" nor "come in": the identity provider was never reached, so the same may be asked again. */
export function asProblem(error: unknown): never {
  if (!(error instanceof IdentityUnavailable)) throw error;
  const detail = 'Tokens cannot be checked now, because the identity provider was never reached. Send the same again in a moment.';
  const extensions = { code: 'IDENTITY_UNAVAILABLE', messageZh: '暂时无法验证令牌：尚未连接到身份提供方，请稍后重试。', retryable: true };
  throw new ProblemError(503, 'identity-unavailable', detail, extensions, { 'retry-after': '2' });
}
