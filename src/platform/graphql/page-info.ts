import { Field, ObjectType } from '@nestjs/graphql';

@ObjectType({ description: 'Where a page stands (分页信息).' })
export class PageInfo {
  @Field(() => Boolean, { description: 'More follow (还有下一页).' }) hasNextPage!: boolean;
  @Field(() => String, { nullable: true, description: 'Cursor of the last edge (末尾游标).' }) endCursor!: string | null;
}
