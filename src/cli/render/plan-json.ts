import type { PipelinePlan } from '../../pipeline/report.ts';
import type { Guide } from '../../guides/guide.ts';
import type { UnsetSecret } from '../sources/stand-ins.ts';
import { guideJson } from './guide-text.ts';
import { openRunJson } from './state-json.ts';

/** A plan for machines, with the keys of the dataset format. */
export function planJson(plan: PipelinePlan, unset: readonly UnsetSecret[], guide?: Guide): unknown {
  const { pipeline, dataset, destination, requests, resources, steps, resumes } = plan;
  return {
    pipeline,
    dataset,
    destination,
    requests,
    not_set: unset,
    resources: resources.map(({ writeDisposition, primaryKey, ...resource }) => ({
      ...resource,
      write_disposition: writeDisposition,
      primary_key: primaryKey,
    })),
    steps,
    resumes: resumes && openRunJson(resumes),
    ...(guide === undefined ? {} : { guide: guideJson(guide) }),
  };
}
