/** A setting of the keyring that cannot be used. Its message names it and repeats nothing of a secret. */
export class KeyringRefused extends Error {
  override readonly name = 'KeyringRefused';
}
