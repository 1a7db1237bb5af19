import { Controller, Get, Header, Param } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import { CurrentActor } from '../../platform/auth/current-actor.js';
import { Roles } from '../../platform/auth/roles.decorator.js';
import { ProblemError } from '../../platform/http/problem.js';
import { ErasureCertificates, type SignedCertificate } from '../application/erasure-certificates.js';

/** The certificate as a file. */
@Controller('erasures')
export class ErasuresController {
  constructor(private readonly certificates: ErasureCertificates) {}

  @Get(':pseudonym')
  @Header('cache-control', 'no-store')
  @Header('content-disposition', 'attachment; filename="erasure-certificate.json"')
  @Roles('administrator', 'supervisor')
  async certificate(@Param('pseudonym') pseudonym: string, @CurrentActor() { scope }: Actor): Promise<SignedCertificate> {
    const certificate = await this.certificates.of(scope, pseudonym);
    if (certificate === null) throw new ProblemError(404, 'no-such-erasure', 'Nobody was erased under this pseudonym in a hall of yours: correct it.', { messageZh: '您所属的大厅中没有以此假名删除的申请人：请更正假名。' });
    return certificate;
  }
}
