import { readFileSync } from 'node:fs';
import type { ProcessFacts } from '../core/runtime.ts';
import { errnoOf } from './errors.ts';

const ended: ReadonlySet<string> = new Set(['Z', 'X']);

/** Who this process is, such that a process id which was given again is not taken for the one that had it (case R16). */
export const processFacts: ProcessFacts = {
  id: process.pid,
  startedAt: startOf(process.pid) ?? 'unknown',
  isAlive(id, startedAt) {
    const start = startOf(id);
    // Systems without /proc know only whether there is a process of this id.
    return start === undefined ? canBeSignalled(id) && startedAt === 'unknown' : start === startedAt;
  },
};

/**
 * Boot and clock ticks since boot at which a process began: field 22 of its stat line (Linux, proc(5)). One that has
 * ended and only waits for its parent to take note (state Z or X, field 3) has none.
 */
function startOf(id: number): string | undefined {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const line = readFileSync(`/proc/${id}/stat`, 'utf8');
    // The name in brackets may hold blanks; the fields after it do not.
    const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
    const [state = '', ticks] = [fields[0], fields[19]];
    return ticks === undefined || ended.has(state) ? undefined : `${boot} ${ticks}`;
  } catch {
    return undefined;
  }
}

function canBeSignalled(id: number): boolean {
  try {
    return process.kill(id, 0);
  } catch (error) {
    return errnoOf(error) === 'EPERM';
  }
}
