import { IdentityUnavailable } from '../auth/authenticator.js';
import { ProblemError } from './problem.js';

export const TOKEN_NEEDED = 'A valid access token is needed: send it as "Authorization: Bearer <token>".';
export const TOKEN_NEEDED_ZH = '需要有效的访问令牌，请以 "Authorization: Bearer <令牌>" 发送。';

/** One answer for every reason, so that nobody learns from it what was wrong with a token. */
export const tokenNeeded = (authorization: string | undefined): ProblemError =>
  new ProblemError(401, '', TOKEN_NEEDED, { messageZh: TOKEN_NEEDED_ZH }, { 'www-authenticate': challengeFor(authorization) });

/** RFC 6750, 3: whoever sent something is told that it was no good, and not why. */
export const challengeFor = (authorization: string | undefined): string => `Bearer realm="service-efficiency-tracker"${authorization === undefined ? '' : ', error="invalid_token"'}`;

/** Neither "who are you" nor "come in": what is needed to tell was never reached, so the same may be asked again. */
export function asProblem(error: unknown): never {
  if (!(error instanceof IdentityUnavailable)) throw error;
  const detail = 'Who asks cannot be told now: what tokens are checked by was never reached. Send the same again in a moment.';
  const extensions = { code: 'IDENTITY_UNAVAILABLE', messageZh: '暂时无法验证身份：尚未取得验证令牌所需的资料，请稍后重试。', retryable: true };
  throw new ProblemError(503, 'identity-unavailable', detail, extensions, { 'retry-after': '2' });
}
