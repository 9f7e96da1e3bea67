/**
 * What each destination of this version offers, as tables for people: from the capabilities that the contract suite
 * holds it to, so that nothing is promised that is not tested.
 */
import type { CommitKind, Destination } from '../src/destinations/destination.ts';
import { destinationKinds } from '../src/destinations/kinds.ts';
import { destinationFrom } from '../src/destinations/registry.ts';
import { dataTypes } from '../src/schema/data-type.ts';

/** A text for each kind, with which nothing is opened. */
const examples: Readonly<Record<string, string>> = {
  duckdb: 'duckdb:data.duckdb',
  postgres: 'postgresql://me@localhost/shop',
  filesystem: 'filesystem:out',
  sqlite: 'sqlite:data.db',
  motherduck: 'md:shop',
  clickhouse: 'clickhouse://me@localhost/shop',
};

const guarantees: Readonly<Record<CommitKind, string>> = {
  transaction: 'rows, schema, state and record at once, for every reader',
  load_record: 'at once for readers that go by load records',
  delivery: 'at least once, as it arrives',
};

const strategies = ['delete-insert', 'upsert', 'insert-only', 'scd2'] as const;

/** The generated part of `docs/destinations.md`. */
export async function destinationsTable(): Promise<string> {
  const here = destinationKinds.filter(({ open }) => open !== undefined);
  const all = await Promise.all(
    here.map(({ name }) => destinationFrom(examples[name] ?? name, { workingFolder: '/' })),
  );
  return `${[offers(all), types(all)].join('\n\n')}\n`;
}

function offers(all: readonly Destination[]): string {
  const yes = (is: boolean): string => (is ? 'yes' : 'refused');
  return table([
    ['', ...all.map(({ name }) => name)],
    ['a load becomes visible', ...all.map(({ capabilities }) => guarantees[capabilities.commit])],
    ...(['append', 'replace', 'merge'] as const).map((one) => [
      `\`${one}\``,
      ...all.map(({ capabilities }) => yes(capabilities.dispositions.includes(one))),
    ]),
    ...strategies.map((one) => [
      `merge by \`${one}\``,
      ...all.map(({ capabilities }) => yes(capabilities.mergeStrategies.includes(one))),
    ]),
    ['longest name, characters', ...all.map(({ capabilities }) => String(capabilities.maxIdentifierLength))],
  ]);
}

function types(all: readonly Destination[]): string {
  return table([
    ['type', ...all.map(({ name }) => name)],
    ...dataTypes.map((type) => [`\`${type}\``, ...all.map(({ capabilities }) => `\`${capabilities.types[type]}\``)]),
  ]);
}

function table(rows: readonly (readonly string[])[]): string {
  const [head = [], ...body] = rows;
  const lines = [head, head.map(() => '---'), ...body];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
