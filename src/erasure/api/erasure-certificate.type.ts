import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { InstantScalar, PositionScalar } from '../../platform/graphql/scalars.js';
import type { SignedCertificate } from '../application/erasure-certificates.js';
import type { ErasureReason } from '../domain/erasure-events.js';
import { ErasureReasonWord } from './erase-applicant.input.js';

@ObjectType({ description: 'What the erasure of one applicant did, signed; the reference itself is not in it (删除证明).' })
export class ErasureCertificate {
  @Field(() => ID, { description: 'The hall (大厅编号).' }) hallId!: string;
  @Field(() => ID, { description: 'The applicant’s pseudonym (申请人假名).' }) applicantPseudonym!: string;
  @Field(() => ErasureReasonWord, { description: 'Why (删除理由).' }) reason!: ErasureReason;
  @Field(() => InstantScalar, { description: 'When it was asked for (请求时刻).' }) requestedAt!: string;
  @Field(() => String, { description: 'Who asked for it (请求人).' }) requestedBy!: string;
  @Field(() => InstantScalar, { description: 'When it was done (完成时刻).' }) completedAt!: string;
  @Field(() => Int, { description: 'Requests that were received for the applicant (涉及办件数).' }) requests!: number;
  @Field(() => Int, { description: 'Texts that became unreadable (不可读文本数).' }) texts!: number;
  @Field(() => PositionScalar, { nullable: true, description: 'The place in the log of the first event with such a text (首个位置).' }) firstPosition!: bigint | null;
  @Field(() => PositionScalar, { nullable: true, description: 'The place in the log of the last one (末个位置).' }) lastPosition!: bigint | null;
  @Field(() => Int, { description: 'Events in the log when it was asked for (删除前事件数).' }) treeSizeBefore!: number;
  @Field(() => Int, { description: 'Events in the log when the head in the certificate was signed (删除后事件数).' }) treeSizeAfter!: number;
  @Field(() => String, { description: 'The certificate itself: JSON with the signed head and the signature; see docs/reference/proof.md (证明原文).' }) document!: string;
}

const placeOf = (position: string | null): bigint | null => (position === null ? null : BigInt(position));

export function certificateOf(certificate: SignedCertificate): ErasureCertificate {
  const { hallId, applicantKeyId, reason, requestedAt, requestedBy, completedAt, requests, texts, firstPosition, lastPosition, before, after } = certificate;
  return Object.assign(new ErasureCertificate(), {
    hallId, applicantPseudonym: applicantKeyId, reason, requestedAt, requestedBy, completedAt, requests, texts,
    firstPosition: placeOf(firstPosition), lastPosition: placeOf(lastPosition), treeSizeBefore: before.treeSize, treeSizeAfter: after.treeSize,
    document: JSON.stringify(certificate),
  });
}
