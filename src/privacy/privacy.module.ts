import { type DynamicModule, Inject, Injectable, Module, type OnApplicationShutdown } from '@nestjs/common';
import { PseudonymSource } from '../kernel/pseudonyms.js';
import { HttpVault } from './http/http.vault.js';
import { InMemoryVault } from './in-memory.vault.js';
import { KeyFileVault } from './key-file.vault.js';
import type { KeyVault } from './key-vault.js';
import type { KeyServerAddress } from './keyring-address.js';
import { KeyedPseudonyms } from './keyed-pseudonyms.js';
import { Keyring } from './keyring.js';
import { VaultKeyring } from './vault-keyring.js';

export type KeyringOptions = { readonly kind: 'file'; readonly file: string } | { readonly kind: 'in-memory' } | KeyServerAddress;

@Injectable()
class KeyringShutdown implements OnApplicationShutdown {
  constructor(@Inject(Keyring) private readonly keyring: Keyring) {}

  onApplicationShutdown(): Promise<void> {
    return this.keyring.close();
  }
}

@Module({})
export class PrivacyModule {
  static forRoot(options: KeyringOptions): DynamicModule {
    const open = (): Keyring => new VaultKeyring(openVault(options));
    return {
      module: PrivacyModule,
      global: true,
      providers: [
        { provide: Keyring, useFactory: open }, KeyringShutdown,
        { provide: PseudonymSource, inject: [Keyring], useFactory: (keyring: Keyring) => new KeyedPseudonyms(keyring) },
      ],
      exports: [Keyring, PseudonymSource],
    };
  }
}

function openVault(options: KeyringOptions): KeyVault {
  if (options.kind === 'key-server') return new HttpVault(options);
  return options.kind === 'file' ? new KeyFileVault(options.file) : new InMemoryVault();
}
