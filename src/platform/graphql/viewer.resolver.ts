import { Field, ObjectType, Query, Resolver } from '@nestjs/graphql';
import { CurrentActor } from '../auth/current-actor.js';
import type { Actor } from '../../kernel/actor.js';
import { Roles } from '../auth/roles.decorator.js';
import { AppConfig } from '../config.js';

@ObjectType({ description: 'Who asks, as the service sees it (当前调用者).' })
export class Viewer {
  @Field(() => String, { description: 'The name of the key; it is recorded with everything the key does (主体).' })
  principal!: string;

  @Field(() => String, { description: 'What the key may do: terminal, analyst, supervisor or administrator (角色).' })
  role!: string;

  @Field(() => String, { description: 'The hall that is meant where none is named (默认大厅).' })
  defaultHallId!: string;
}

@Resolver(() => Viewer)
export class ViewerResolver {
  constructor(private readonly config: AppConfig) {}

  @Query(() => Viewer, { description: 'Who asks: a first query to try a key with (当前调用者).' })
  @Roles('terminal', 'analyst', 'supervisor', 'administrator')
  viewer(@CurrentActor() actor: Actor): Viewer {
    return { ...actor, defaultHallId: this.config.defaultHallId };
  }
}
