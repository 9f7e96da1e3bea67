import { vendorRemarks } from '../../connectors/vendor-remarks.ts';
import { standInAddress } from '../../guides/errors.ts';
import type { Guide } from '../../guides/guide.ts';
import { readGuide } from '../../guides/read-guide.ts';
import { resolveGuide, variablesOf } from '../../guides/resolve-guide.ts';
import { isSluiceError } from '../../core/error.ts';
import { mistakesAtLines } from '../errors.ts';
import { describedApi, vendorFinding } from './described-api.ts';
import { sourceFromGuide, valuesFor, type MadeSource, type WantedSource } from './make-source.ts';

export interface GuideSource extends MadeSource {
  readonly guide: Guide;
}

/**
 * The source that a guide or a Python file describes.
 * @throws `config_unreadable` with the line; `config_value_missing` for an address that only stands for one
 */
export async function guideSource(text: string, file: string, wanted: WantedSource): Promise<GuideSource> {
  const { name: section, missing } = wanted;
  let guide: Guide | undefined;
  const made = await withLines(
    () => guide,
    () =>
      sourceFromGuide(file, wanted, (values) => {
        const read = readGuide({ text, file, variable: variablesOf({ values, section }) });
        guide = read;
        if (missing === 'refuse' && read.standIn !== undefined && addressIn(wanted) === undefined) {
          throw standInAddress(file, read.standIn.line, read.standIn.written);
        }
        return resolveGuide(read.config, { values, section });
      }),
  );
  return { ...made, guide: withRemarks(guide ?? { config: {}, findings: [], lines: new Map() }, wanted) };
}

/** What a guide says, and what became of it; nothing is looked up but variables of its paths. */
export async function findingsOf(text: string, file: string, wanted: WantedSource): Promise<Guide> {
  const values = await valuesFor(wanted);
  const variable = variablesOf({ values, section: wanted.name });
  return withRemarks(readGuide({ text, file, variable }), wanted);
}

/** With what those who know the vendor say of it. */
function withRemarks(guide: Guide, wanted: WantedSource): Guide {
  const known = vendorRemarks(describedApi(guide, wanted.name, addressIn(wanted)));
  const findings = [...guide.findings, ...known.map((remark) => vendorFinding(remark, guide))];
  return { ...guide, findings: findings.toSorted((one, other) => one.line - other.line) };
}

/** The mistakes that are found in what was made of a guide, at its lines. */
export function atLines(error: unknown, guide: Guide | undefined): unknown {
  if (!isSluiceError(error) || error.code !== 'config_invalid' || guide === undefined) return error;
  return mistakesAtLines(error, (place) => lineOfPlace(place, guide));
}

function addressIn({ settings }: WantedSource): string | undefined {
  const given = settings.findLast((setting) => /^\s*client\.base_url\s*=/.test(setting));
  return given?.slice(given.indexOf('=') + 1);
}

/** Mistakes that the vocabulary finds name places of the configuration; the user knows the lines of the guide. */
async function withLines<Made>(guideSoFar: () => Guide | undefined, make: () => Promise<Made>): Promise<Made> {
  try {
    return await make();
  } catch (error) {
    throw atLines(error, guideSoFar());
  }
}

/** Of `resources[3].endpoint` or `client.auth`. */
function lineOfPlace(place: string, { config, lines }: Guide): number | undefined {
  const [, index] = /^resources\[(\d+)\]/.exec(place) ?? [];
  const { resources } = config;
  const resource: unknown = index === undefined || !Array.isArray(resources) ? undefined : resources[Number(index)];
  const name = typeof resource === 'object' && resource !== null && 'name' in resource ? resource.name : place;
  return typeof name === 'string' ? lines.get(name) : undefined;
}
