import { extract } from '../extract/extract.ts';
import type { LoadPackage } from '../load-package/load-package.ts';
import { normalize } from '../normalize/normalize.ts';
import { withStateTable } from '../schema/column-rules.ts';
import type { LineParts } from './line-parts.ts';
import { LoadQueue } from './load-queue.ts';
import { isEnd, OpenPackage } from './open-package.ts';

/**
 * The line: pages become stretches, stretches packages, packages loads. Nothing flows back; while a package is being
 * loaded the next one is filled, and no more than that one waits.
 */
export async function runLine(parts: LineParts): Promise<void> {
  const loads = new LoadQueue(parts, parts.abort);
  try {
    for await (const loadPackage of packagesOf(parts, loads)) await loads.commit(loadPackage);
  } finally {
    await loads.end();
  }
}

/** Seals a package at the first safe point at which it is large or old enough: memory, disk and loss are bounded. */
async function* packagesOf(parts: LineParts, loads: LoadQueue): AsyncGenerator<LoadPackage, void, undefined> {
  const { limits, start } = parts;
  const open = new OpenPackage(parts, loads);
  const options = { ...parts.normalizing, loadId: () => open.id, isDue: () => open.isOld(limits) };
  const stretches = normalize(withStateTable(start), options)(extract(parts.extraction));
  try {
    for await (const stretch of stretches) {
      await open.write(stretch);
      const maySeal = stretch.state !== undefined && !isEnd(parts.extraction, stretch.state);
      if (maySeal && (open.byteCount >= limits.packageBytes || open.isOld(limits))) yield await open.seal();
      else await open.loadAhead();
    }
    if (open.isWorthSealing()) yield await open.seal();
  } finally {
    await open.discard();
  }
}
