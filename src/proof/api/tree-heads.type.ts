import { ArgsType, Field, Int, ObjectType } from '@nestjs/graphql';
import { IsInt, IsOptional, Matches, Max, Min } from 'class-validator';
import { PageInfo } from '../../platform/graphql/page-info.js';
import { PositionScalar } from '../../platform/graphql/scalars.js';

export const HEADS_PAGE_MAX = 500;

@ArgsType()
export class TreeHeadsArgs {
  @Field(() => Int, { defaultValue: 50, description: `Page size, 1 to ${HEADS_PAGE_MAX} (每页数量).` }) @IsInt() @Min(1) @Max(HEADS_PAGE_MAX) first!: number;
  @Field(() => String, { nullable: true, description: 'Cursor of the last edge already seen (游标).' })
  @IsOptional() @Matches(/^\d{1,15}$/) after?: string | null;
}

@ArgsType()
export class ConsistencyProofArgs {
  @Field(() => Int, { description: 'Size of the earlier tree, 1 or more (较早的树大小).' }) @IsInt() from!: number;
  @Field(() => Int, { description: 'Size of the later tree (较晚的树大小).' }) @IsInt() to!: number;
}

@ObjectType({ description: 'What the log said of itself at one instant, signed; the format is in the documents under “proof” (签名树头).' })
export class TreeHeadObject {
  @Field(() => Int, { description: 'Of the format (格式版本).' }) version!: number;
  @Field(() => String, { description: 'Hash of the first leaf, in hex: pins the log (日志标识).' }) logId!: string;
  @Field(() => Int, { description: 'Events in the tree (树大小).' }) treeSize!: number;
  @Field(() => String, { description: 'Its root, in hex (根散列).' }) rootHash!: string;
  @Field(() => PositionScalar, { description: 'Of the last event in it (末事件位置).' }) position!: string;
  @Field(() => String, { description: 'When it was signed, exactly as it was signed (签署时刻).' }) at!: string;
  @Field(() => String, { description: 'Which key signed it (密钥标识).' }) keyId!: string;
  @Field(() => String, { description: 'Ed25519, base64 (签名).' }) signature!: string;
}

@ObjectType({ description: 'One signed head in a page (连接边).' })
export class TreeHeadEdge {
  @Field(() => String, { description: 'Where a next page starts after (游标).' }) cursor!: string;
  @Field(() => TreeHeadObject, { description: 'The head (树头).' }) node!: TreeHeadObject;
}

@ObjectType({ description: 'A key that signs, or signed, for this installation (签名密钥).' })
export class SigningKey {
  @Field(() => String, { description: 'First 16 hex digits of the fingerprint (密钥标识).' }) keyId!: string;
  @Field(() => String, { description: 'SPKI DER in base64 (公钥).' }) publicKey!: string;
  @Field(() => String, { description: 'SHA-256 of it, in hex: compare it with one kept elsewhere (指纹).' }) fingerprint!: string;
  @Field(() => String, { description: 'Since when it signs (启用时刻).' }) from!: string;
  @Field(() => String, { nullable: true, description: 'Until when it signed; null for the one that signs (停用时刻).' }) until!: string | null;
  @Field(() => String, { nullable: true, description: 'Since when what it signs is worth nothing (吊销时刻).' }) revokedAt!: string | null;
}

@ObjectType({ description: 'Signed heads, the newest first (签名树头列表).' })
export class TreeHeadConnection {
  @Field(() => [TreeHeadEdge], { description: 'This page (本页).' }) edges!: TreeHeadEdge[];
  @Field(() => Int, { description: 'How many heads were signed and kept here (总数).' }) totalCount!: number;
  @Field(() => PageInfo, { description: 'Where the page stands (分页信息).' }) pageInfo!: PageInfo;
  @Field(() => [SigningKey], { description: 'Every key there was, the oldest first (全部签名密钥).' }) keys!: SigningKey[];
}

@ObjectType({ description: 'That the log of a larger size continues the one of a smaller size, by RFC 9162 (一致性证明).' })
export class ConsistencyProof {
  @Field(() => Int, { description: 'Size of the earlier tree (较早的树大小).' }) from!: number;
  @Field(() => String, { description: 'Its root, in hex (其根散列).' }) fromRoot!: string;
  @Field(() => Int, { description: 'Size of the later tree (较晚的树大小).' }) to!: number;
  @Field(() => String, { description: 'Its root, in hex (其根散列).' }) toRoot!: string;
  @Field(() => [String], { description: 'The proof’s hashes in order, in hex; empty for equal sizes (证明散列).' }) path!: string[];
}
