import { auths } from './auth.ts';
import { bodies } from './bodies.ts';
import { detectedPages } from './detected-pages.ts';
import { familiesMore } from './families-more.ts';
import { families } from './families.ts';
import { filters } from './filters.ts';
import { formats } from './formats.ts';
import { http } from './http.ts';
import { incrementalFamilies } from './incremental-families.ts';
import { incrementalForms } from './incremental-forms.ts';
import { incrementalMore } from './incremental-more.ts';
import { incremental } from './incremental.ts';
import { linkedPages } from './linked-pages.ts';
import { numberedPages } from './numbered-pages.ts';
import { oddCorners } from './odd-corners.ts';
import { putRight } from './put-right.ts';
import type { RestCase } from './rest-case.ts';
import { selection } from './selection.ts';
import { shapes } from './shapes.ts';
import { steps } from './steps.ts';
import { texts } from './texts.ts';

/** Every configuration that both sides run. */
export const restCases: readonly RestCase[] = [
  ...shapes,
  ...texts,
  ...bodies,
  ...families,
  ...familiesMore,
  ...selection,
  ...filters,
  ...formats,
  ...numberedPages,
  ...linkedPages,
  ...detectedPages,
  ...auths,
  ...http,
  ...incremental,
  ...incrementalForms,
  ...incrementalFamilies,
  ...incrementalMore,
  ...steps,
  ...oddCorners,
  ...putRight,
];
