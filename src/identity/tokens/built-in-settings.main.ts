import { refusal, usage } from '../../operations/exit-codes.js';
import { ConfigError, readConfig } from '../../platform/config.js';

export interface BuiltInSettings {
  readonly audience: string;
  readonly keyFile: string;
}

/** Where the built-in issuer's keys are, for its command lines. @throws OperationEnded where it is off, or the settings are wrong. */
export function builtInSettings(env: NodeJS.ProcessEnv): BuiltInSettings {
  const { audience, issuance } = settingsOf(env);
  if (issuance.kind === 'built-in') return { audience, keyFile: issuance.keyFile };
  throw refusal('BUILT_IN_ISSUER_OFF', `Tokens come from ${issuance.issuer} here (TOKEN_ISSUER); ask there for one.`, `本服务的令牌由 ${issuance.issuer} 签发（TOKEN_ISSUER），请向其申请。`);
}

function settingsOf(env: NodeJS.ProcessEnv): ReturnType<typeof readConfig>['tokens'] {
  try {
    return readConfig(env).tokens;
  } catch (error) {
    if (error instanceof ConfigError) throw usage('SETTINGS_WRONG', error.message, '环境变量有误，见上。');
    throw error;
  }
}
