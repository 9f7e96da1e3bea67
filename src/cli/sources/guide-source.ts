import { vendorRemarks } from '../../connectors/vendor-remarks.ts';
import { standInAddress } from '../../guides/errors.ts';
import type { Guide } from '../../guides/guide.ts';
import { readGuide } from '../../guides/read-guide.ts';
import { resolveGuide, variablesOf } from '../../guides/resolve-guide.ts';
import { describedApi, vendorFinding } from './described-api.ts';
import { sourceFromGuide, type MadeSource, type WantedSource } from './make-source.ts';

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
  const made = await sourceFromGuide(file, wanted, (values) => {
    const read = readGuide({ text, file, variable: variablesOf({ values, section }) });
    guide = read;
    if (missing === 'refuse' && read.standIn !== undefined && addressIn(wanted) === undefined) {
      throw standInAddress(file, read.standIn.line, read.standIn.written);
    }
    return resolveGuide(read.config, { values, section });
  });
  const read: Guide = guide ?? { config: {}, findings: [], lines: new Map() };
  const known = vendorRemarks(describedApi(read, section, addressIn(wanted)));
  const findings = [...read.findings, ...known.map((remark) => vendorFinding(remark, read))];
  return { ...made, guide: { ...read, findings: findings.toSorted((one, other) => one.line - other.line) } };
}

function addressIn({ settings }: WantedSource): string | undefined {
  const given = settings.findLast((setting) => /^\s*client\.base_url\s*=/.test(setting));
  return given?.slice(given.indexOf('=') + 1);
}
