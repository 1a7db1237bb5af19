import { Field, ObjectType, Query, Resolver } from '@nestjs/graphql';
import { CurrentActor } from '../auth/current-actor.js';
import type { Actor } from '../../kernel/actor.js';
import { Roles } from '../auth/roles.decorator.js';
import { AppConfig } from '../config.js';
import { InstantScalar } from './scalars.js';

@ObjectType({ description: 'Who asks, as the service sees it (当前调用者).' })
export class Viewer {
  @Field(() => String, { description: 'Who the token was made for; recorded with everything that is done with it (主体).' })
  principal!: string;

  @Field(() => String, { description: 'What the token is good for: terminal, analyst, supervisor or administrator (角色).' })
  role!: string;

  @Field(() => [String], { nullable: true, description: 'The halls it reaches; null: all of them (可访问的大厅).' })
  halls!: readonly string[] | null;

  @Field(() => [String], { nullable: true, description: 'The departments it reaches, each with all below it; null: all of them (可访问的部门，含下级).' })
  departments!: readonly string[] | null;

  @Field(() => InstantScalar, { nullable: true, description: 'When the token expires; null for what does not end by itself (有效期至).' })
  validUntil!: number | null;

  @Field(() => String, { description: 'The hall that is meant where none is named (默认大厅).' })
  defaultHallId!: string;
}

const namesOf = (reach: readonly string[] | 'all'): readonly string[] | null => (reach === 'all' ? null : reach);

@Resolver(() => Viewer)
export class ViewerResolver {
  constructor(private readonly config: AppConfig) {}

  @Query(() => Viewer, { description: 'Who asks: a first query to try a token with (当前调用者).' })
  @Roles('terminal', 'analyst', 'supervisor', 'administrator')
  viewer(@CurrentActor() { principal, role, scope, expiresAtMs }: Actor): Viewer {
    return { principal, role, halls: namesOf(scope.halls), departments: namesOf(scope.departmentTrees), validUntil: expiresAtMs ?? null, defaultHallId: this.config.defaultHallId };
  }
}
