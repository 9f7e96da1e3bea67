import type { SourceRemark } from '../../source.ts';
import type { FullResource } from '../reading/merge-defaults.ts';
import type { EndpointPlan } from '../endpoint-plan.ts';
import type { RestApiConfig } from '../vocabulary.ts';

/** One endpoint, as it was written and as it was understood. */
export interface Looked {
  readonly config: RestApiConfig;
  readonly resource: FullResource;
  readonly plan: EndpointPlan;
  /** Every key of the endpoint by its name. */
  readonly keys: ReadonlyMap<string, unknown>;
  /** `resources[0].endpoint`. */
  readonly at: string;
}

/** What is said of one resource. */
export type Remark = Omit<SourceRemark, 'resource'>;
