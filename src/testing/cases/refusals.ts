import type { Capabilities } from '../../destinations/destination.ts';
import type { MergeStrategy, TableHints } from '../../schema/table.ts';
import type { ContractCase, ContractWorld } from '../contract.ts';
import { loadPackage, packageOf, withClient } from '../rows-in.ts';
import { refused } from '../rows-out.ts';

const strategies: readonly MergeStrategy[] = ['delete-insert', 'upsert', 'insert-only', 'scd2'];

/** What is not claimed is refused before anything is done. */
export function refusalCases({ dispositions, mergeStrategies }: Capabilities): readonly ContractCase[] {
  const ways = (['append', 'replace', 'merge'] as const).filter((one) => !dispositions.includes(one));
  const others = strategies.filter((one) => !mergeStrategies.includes(one));
  return [
    ...ways.map((writeDisposition) =>
      refusal(`${writeDisposition} is refused, which is not offered`, { writeDisposition, primaryKey: ['id'] }),
    ),
    ...others.map((strategy) =>
      refusal(`the strategy ${strategy} is refused, which is not offered`, {
        writeDisposition: 'merge',
        merge: { strategy },
        primaryKey: ['id'],
      }),
    ),
  ];
}

function refusal(name: string, hints: TableHints): ContractCase {
  return {
    name,
    async run(world: ContractWorld): Promise<void> {
      const sealed = await packageOf(world, { hints, rows: [{ id: 1, l: [1] }] });
      await withClient(world, (client) => refused(world, loadPackage(world, client, sealed), 'config_invalid'));
    },
  };
}
