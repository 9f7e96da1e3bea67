import { printable } from '../../../core/printable.ts';
import { perRun, type RunContext } from '../../source.ts';

/** What an answer is decides, not what it says it is; that JSON has another label is told once a run (F2.5). */
export function tellLabel(run: RunContext, resource: string, headers: Readonly<Record<string, string>>): void {
  const label = headers['content-type']?.trim() ?? '';
  const told = toldOf(run);
  if (label === '' || /json/i.test(label) || told.has(resource)) return;
  told.add(resource);
  const message = `"${resource}" gets JSON that is labelled ${printable(label, 80)}; it is read as JSON`;
  run.emit({ kind: 'notice', message });
}

/** Names of resources. */
const toldOf: (run: RunContext) => Set<string> = perRun(() => new Set());
