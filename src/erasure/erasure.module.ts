import { Module } from '@nestjs/common';
import { ErasuresController } from './api/erasures.controller.js';
import { ErasuresResolver } from './api/erasures.resolver.js';
import { ErasureCertificates } from './application/erasure-certificates.js';
import { ErasureFollower } from './application/erasure-follower.js';
import { Erasures } from './application/erasures.js';

/** Needs the global modules of the event store, the keyring, the clock and the proof. */
@Module({ controllers: [ErasuresController], providers: [Erasures, ErasureFollower, ErasureCertificates, ErasuresResolver] })
export class ErasureModule {}
