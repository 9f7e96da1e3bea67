/** What every process of a contender begins and ends with. */
import { readFileSync } from 'node:fs';

/** What is asked of this process, from its standard input. */
export const readAsked = () => JSON.parse(readFileSync(0, 'utf8'));

/** Says, as the last line of a process, what the operating system counted for it. */
export function printUsage() {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  process.stdout.write(
    `${JSON.stringify({ cpuSeconds: (userCPUTime + systemCPUTime) / 1e6, peakBytes: maxRSS * 1024 })}\n`,
  );
}
