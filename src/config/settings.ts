import { nearest } from '../core/nearest.ts';
import { printable } from '../core/printable.ts';
import { settingInvalid } from './errors.ts';

/**
 * The configuration with every setting in its place; what is given is not changed. A setting's name is a dotted path,
 * in which `[0]` picks an element of a list by its place and a name picks the element that has this `name`. Its text is
 * read as JSON where it is JSON, and stays text otherwise. Parents that are not there are made, as plain objects.
 * @throws `config_invalid` for a path that leads nowhere
 */
export function applySettings(config: unknown, settings: ReadonlyMap<string, string>): unknown {
  let changed = config;
  for (const [setting, text] of settings) {
    const shown = printable(setting, 200);
    changed = placed(changed, { shown, names: namesIn(setting, shown), value: valueOf(text) }, 0);
  }
  return changed;
}

interface Setting {
  readonly shown: string;
  readonly names: readonly string[];
  readonly value: unknown;
}

/** `resources[0].x`, `resources.users.x`, `client.headers."X.Key"`. */
function namesIn(setting: string, shown: string): readonly string[] {
  const names: string[] = [];
  const part = /(?:^|\.)(?:"([^"]+)"|'([^']+)'|([^.[\]"']+))|\[(\d+)\]/y;
  while (part.lastIndex < setting.length) {
    const found = part.exec(setting);
    const name = found?.slice(1).find((group) => group !== undefined);
    if (name === undefined) throw settingInvalid(shown, 'it is not a path');
    names.push(name);
  }
  if (names.length === 0 || names.length > 32) throw settingInvalid(shown, 'it is not a path');
  return names;
}

/** A copy of the node in which the setting is placed; the depth is that of the names that were followed. */
function placed(node: unknown, setting: Setting, depth: number): unknown {
  const name = setting.names[depth];
  if (name === undefined) return setting.value;
  if (Array.isArray(node)) return placedInList(node, name, setting, depth);
  if (!isPlain(node)) throw settingInvalid(setting.shown, `${followed(setting, depth)} is not an object or a list`);
  const child = (Object.hasOwn(node, name) ? node[name] : undefined) ?? {};
  // A computed name makes an own member, even when it is `__proto__`.
  return { ...node, [name]: placed(child, setting, depth + 1) };
}

function placedInList(list: readonly unknown[], name: string, setting: Setting, depth: number): readonly unknown[] {
  const index = indexIn(list, name);
  const child = list[index];
  if (child === undefined) {
    const near = nearest(name, list.flatMap(nameOf));
    const hint = near === undefined ? '' : `; did you mean ${near}`;
    throw settingInvalid(setting.shown, `${followed(setting, depth)} has no element ${printable(name, 80)}${hint}`);
  }
  // A resource may be given by its name alone.
  const whole = typeof child === 'string' && depth + 1 < setting.names.length ? { name: child } : child;
  return list.with(index, placed(whole, setting, depth + 1));
}

/** By name first: a resource may be called `1`. */
function indexIn(list: readonly unknown[], name: string): number {
  const named = list.findIndex((element) => nameOf(element)[0] === name);
  if (named >= 0) return named;
  return /^\d{1,9}$/.test(name) ? Number(name) : -1;
}

function nameOf(element: unknown): readonly string[] {
  if (typeof element === 'string') return [element];
  const name = isPlain(element) && Object.hasOwn(element, 'name') ? element['name'] : undefined;
  return typeof name === 'string' ? [name] : [];
}

function followed(setting: Setting, depth: number): string {
  return depth === 0 ? 'the configuration' : printable(setting.names.slice(0, depth).join('.'), 200);
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** A number that JavaScript would change stays the text that it is. */
function valueOf(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    const isChanged = typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value);
    return isChanged ? text : value;
  } catch {
    return text;
  }
}
