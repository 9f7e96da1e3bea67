import { conventionOf, type NamingOptions, type NamingRule } from './convention.ts';
import type { NamingConvention } from './naming.ts';
import { directRule, duckCaseRule, sqlCiRule, sqlCsRule } from './other-conventions.ts';
import { snakeCaseRule } from './snake-case.ts';

/** The conventions by the name they are stored under. */
export type NamingName = 'snake_case' | 'direct' | 'duck_case' | 'sql_cs_v1' | 'sql_ci_v1';

const rules: Readonly<Record<NamingName, NamingRule>> = {
  snake_case: snakeCaseRule,
  direct: directRule,
  duck_case: duckCaseRule,
  sql_cs_v1: sqlCsRule,
  sql_ci_v1: sqlCiRule,
};

/** Their names, the default first. */
export const namingNames: readonly string[] = Object.keys(rules);

export function isNamingName(name: unknown): name is NamingName {
  return typeof name === 'string' && Object.hasOwn(rules, name);
}

/** One of the conventions of section 1.6 of the reference. */
export function namingOf(name: NamingName, options: NamingOptions): NamingConvention {
  return conventionOf(rules[name], options);
}
