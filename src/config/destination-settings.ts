import { Redactor } from './redactor.ts';
import { lookedInOrder, nameIn, type Place, type ResolverOptions } from './resolve.ts';
import { Secret } from './secret.ts';

/** What is said somewhere of a destination. */
export interface DestinationSetting {
  /** Hidden, whatever it is: a connection string has a password in it. */
  readonly value: Secret;
  /** The place and the name in it. */
  readonly from: string;
}

/**
 * All that is said of a destination, by dotted path, such as `credentials.host`.
 * @param name of the destination, as in `destination.<name>.credentials`
 * @param known paths that are also looked for without the name, and without `destination`, as dlt does it
 */
export type DestinationSettings = (name: string, known: readonly string[]) => ReadonlyMap<string, DestinationSetting>;

/**
 * Reads the places in which values and secrets are, in the order in which sources have them; within a place the most
 * particular name wins (dataset-format section 9).
 * @throws `config_unreadable`
 */
export async function destinationSettings(
  options: ResolverOptions,
): Promise<{ readonly settings: DestinationSettings; readonly redactor: Redactor }> {
  const places = await lookedInOrder(options);
  const redactor = new Redactor();
  const settings: DestinationSettings = (name, known) => {
    const found = new Map<string, DestinationSetting>();
    for (const place of places) {
      for (const [path, setting] of settingsIn(place, name, known)) {
        if (found.has(path)) continue;
        redactor.remember(setting.value);
        found.set(path, setting);
      }
    }
    return found;
  };
  return { settings, redactor };
}

/** The most particular first. */
function* settingsIn(
  place: Place,
  name: string,
  known: readonly string[],
): Generator<readonly [path: string, setting: DestinationSetting]> {
  const prefix = `${nameIn[place.style](['destination', name.replaceAll('-', '_')])}${separators[place.style]}`;
  const own = [...place.names()]
    .filter((one) => one.startsWith(prefix))
    .map((one) => pathOf(one.slice(prefix.length), place));
  for (const path of new Set([...own, ...known])) {
    const parts = path.split('.');
    for (const sections of [['destination', name.replaceAll('-', '_')], ['destination'], []]) {
      const written = nameIn[place.style]([...sections, ...parts]);
      const value = place.get(written);
      if (value === undefined) continue;
      yield [path, { value: new Secret(value), from: `${place.name}: ${written}` }];
      break;
    }
  }
}

const separators = { dotted: '.', environment: '__' } as const;

function pathOf(written: string, { style }: Place): string {
  return style === 'dotted' ? written : written.toLowerCase().replaceAll('__', '.');
}
