import { masked, type Secret } from './secret.ts';

/**
 * Knows the secrets of a run and masks them in any text, in the encodings in which servers and libraries repeat them:
 * URL and form, base64 at every alignment, hex, JSON, HTML (S1). Values of fewer than four characters are not looked
 * for, because they are found in every text.
 */
export class Redactor {
  readonly #known = new Set<string>();
  readonly #patterns = new Set<string>();
  /** The longest first: a secret may hold another one, or its own encoding. Undefined when a new one came. */
  #ordered: readonly string[] | undefined;

  /** From here on its value is masked. Gives the secret back, for use in an expression. */
  remember(secret: Secret): Secret {
    const value = secret.reveal();
    if (value.length < shortest || this.#known.has(value)) return secret;
    this.#known.add(value);
    for (const form of formsOf(value)) this.#patterns.add(form);
    // Sorted when a text is masked: short-lived tokens come by the thousands.
    this.#ordered = undefined;
    return secret;
  }

  /** The text with every known secret as `•••`. Bound to its redactor, so that it can be handed on alone. */
  readonly mask = (text: string): string => {
    this.#ordered ??= [...this.#patterns].sort((one, other) => other.length - one.length);
    let shown = text;
    for (const pattern of this.#ordered) shown = shown.replaceAll(pattern, masked);
    return shown;
  };
}

const shortest = 4;

function formsOf(value: string): readonly string[] {
  const bytes = Buffer.from(value, 'utf8');
  const hex = bytes.toString('hex');
  const forms = [value, ...urlForms(value), ...jsonForms(value), ...base64Forms(bytes), hex, hex.toUpperCase()];
  return [...forms, htmlForm(value)].filter((form) => form.length >= shortest);
}

/** With what is safe in a URL left alone, or all of it in percent form; spaces both ways; digits in both letter cases. */
function urlForms(value: string): readonly string[] {
  const component = encodeURIComponent(value.replaceAll(/\p{Cs}/gu, '\uFFFD'));
  const strict = component.replaceAll(/[!'()*]/g, (sign) => percent(sign));
  const uri = strict.replaceAll(/%(?:3A|2F|3F|40|24|26|3D|2B|2C|3B)/g, (form) => decodeURIComponent(form));
  return [component, strict, uri].flatMap((form) => {
    const lower = form.replaceAll(/%[0-9A-F]{2}/g, (digits) => digits.toLowerCase());
    return [form, lower, form.replaceAll('%20', '+'), lower.replaceAll('%20', '+')];
  });
}

function percent(sign: string): string {
  return `%${sign.charCodeAt(0).toString(16).toUpperCase()}`;
}

function jsonForms(value: string): readonly string[] {
  const plain = JSON.stringify(value).slice(1, -1);
  const ascii = plain.replaceAll(/[\u007F-\uFFFF]/g, (unit) => {
    return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
  return [plain, ascii, plain.replaceAll('/', String.raw`\/`), ascii.replaceAll('/', String.raw`\/`)];
}

/**
 * As it reads in the middle of a longer base64 text, such as `user:password`: the characters at both ends, which depend
 * on the neighbours, are left out.
 */
function base64Forms(bytes: Buffer): readonly string[] {
  const inner = [0, 1, 2].map((offset) => {
    const encoded = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .replaceAll('=', '');
    const head = [0, 2, 3][offset] ?? 0;
    const isWhole = (offset + bytes.length) % 3 === 0;
    return encoded.slice(head, isWhole ? undefined : -1);
  });
  return [bytes.toString('base64'), bytes.toString('base64url'), ...inner].flatMap((form) => [
    form,
    form.replaceAll('+', '-').replaceAll('/', '_'),
    encodeURIComponent(form),
  ]);
}

function htmlForm(value: string): string {
  return value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
