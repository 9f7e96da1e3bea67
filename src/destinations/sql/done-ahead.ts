import { basename } from 'node:path';
import type { PackageFile } from '../../load-package/load-package.ts';
import type { TableSchema } from '../../schema/table.ts';
import type { LoadStep } from '../destination.ts';
import { migration } from './ddl.ts';
import type { SqlDataset } from './dialect.ts';

interface DoneTable {
  /** The statement that would make it. */
  readonly shape: string;
  readonly files: PackageFile[];
}

type CopyStep = Extract<LoadStep, { readonly kind: 'copy' }>;
type MigrateStep = Extract<LoadStep, { readonly kind: 'migrate' }>;

/** What was done of a load ahead of its commit: final tables that fit, with the rows of some of their files. */
export class DoneAhead {
  readonly #dataset: SqlDataset;
  readonly #tables = new Map<string, DoneTable>();

  constructor(dataset: SqlDataset) {
    this.#dataset = dataset;
  }

  /**
   * Notes what is going to be done, and gives what there is to do for it; undefined for what must wait for the commit,
   * and where a table is to be another than it was made.
   */
  added(steps: readonly LoadStep[]): readonly LoadStep[] | undefined {
    const left: LoadStep[] = [];
    for (const step of steps) {
      if (!('into' in step) || step.into !== 'final') return undefined;
      if (step.kind === 'migrate') {
        const tables = this.#notMade(step);
        if (tables === undefined) return undefined;
        for (const table of tables) this.#tables.set(table.name, { shape: this.#shape(table), files: [] });
        if (tables.length > 0) left.push({ ...step, tables });
        continue;
      }
      const made = this.#tables.get(step.kind === 'copy' ? step.table.name : '');
      if (step.kind !== 'copy' || made === undefined) return undefined;
      made.files.push(...step.files);
      left.push(step);
    }
    return left;
  }

  /** The steps of the commit without what is done; undefined where they are not about the same tables and files. */
  left(steps: readonly LoadStep[]): readonly LoadStep[] | undefined {
    const left: LoadStep[] = [];
    const copied = new Set<string>();
    for (const step of steps) {
      const rest = this.#rest(step);
      if (rest === undefined) return undefined;
      if (step.kind === 'copy' && step.into === 'final') copied.add(step.table.name);
      left.push(...rest);
    }
    const isWhole = [...this.#tables].every(([name, { files }]) => files.length === 0 || copied.has(name));
    return isWhole ? left : undefined;
  }

  #rest(step: LoadStep): readonly LoadStep[] | undefined {
    if (!('into' in step ? step.into === 'final' : 'tables' in step)) return [step];
    switch (step.kind) {
      case 'migrate': {
        const tables = this.#notMade(step);
        return tables && (tables.length === 0 ? [] : [{ ...step, tables }]);
      }
      case 'copy': {
        const files = filesLeft(this.#tables.get(step.table.name)?.files ?? [], step);
        return files && (files.length === 0 ? [] : [{ ...step, files }]);
      }
      default:
        return namesOf(step).some((name) => this.#tables.has(name)) ? undefined : [step];
    }
  }

  /** Tables that were not made yet; undefined where one was made otherwise. */
  #notMade({ tables }: MigrateStep): readonly TableSchema[] | undefined {
    const made = tables.filter(({ name }) => this.#tables.has(name));
    if (made.some((table) => this.#tables.get(table.name)?.shape !== this.#shape(table))) return undefined;
    return tables.filter(({ name }) => !this.#tables.has(name));
  }

  #shape(table: TableSchema): string {
    return migration(this.#dataset, 'final', [table], new Map())
      .map(({ text }) => text)
      .join('\n');
  }
}

/** The files behind those that are done; the folder of a package changes with its seal, the names in it do not. */
function filesLeft(done: readonly PackageFile[], { files }: CopyStep): readonly PackageFile[] | undefined {
  const isSame = (file: PackageFile, index: number): boolean =>
    file.hash === files[index]?.hash && basename(file.path) === basename(files[index].path);
  const asBefore = done.every(isSame) && files.slice(0, done.length).every((file) => file.formerColumns === undefined);
  return asBefore ? files.slice(done.length) : undefined;
}

function namesOf(step: LoadStep): readonly string[] {
  if (!('tables' in step)) return [];
  return step.tables.map((table) => (typeof table === 'string' ? table : table.name));
}
