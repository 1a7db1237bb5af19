import { Field, Int, ObjectType } from '@nestjs/graphql';

@ObjectType({ description: 'An entry of the reference data that was refused (被拒条目).' })
export class RefusedEntry {
  @Field(() => String, { description: 'Which one (条目).' })
  entry!: string;

  @Field(() => String, { description: 'Why, for programs (拒绝代码).' })
  code!: string;

  @Field(() => String, { description: 'Why, for people (原因).' })
  message!: string;
}

@ObjectType({ description: 'What became of a change to the reference data (基础数据变更结果).' })
export class CatalogueChange {
  @Field(() => Int, { description: 'Events recorded (已记录数).' })
  recorded!: number;

  @Field(() => Int, { description: 'Entries that were as they should be already (未变更数).' })
  unchanged!: number;

  @Field(() => [RefusedEntry], { description: 'What was refused (被拒条目).' })
  refused!: RefusedEntry[];

  /** Not a field: the answer's X-Position. The entries, recorded now or before, are all within it. */
  position!: bigint | null;
}
