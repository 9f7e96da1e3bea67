import type { Page } from '../../core/page.ts';
import type { RootResource } from '../../sources/source.ts';
import type { GuideCode } from '../guide.ts';

/** A parent whose rows are values that the user set: asked of nobody, and not loaded. */
export function staticParent(name: string, values: readonly string[]): GuideCode {
  const resource: RootResource = {
    kind: 'root',
    name,
    table: name,
    hints: {},
    selected: false,
    async *pages(): AsyncGenerator<Page> {
      await Promise.resolve();
      yield {
        resource: name,
        table: name,
        rows: values.map((value) => ({ value })),
        end: { verdict: 'proven', reason: 'these are all values that are set' },
      };
    },
  };
  return { kind: 'code', code: resource, shown: `${values.length} values` };
}
