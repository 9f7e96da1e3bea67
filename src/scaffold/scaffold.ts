/**
 * From a source that is described to one that is written: TypeScript that people own, a template for its secrets, and a
 * test with an API on this machine. Texts of guides and configurations become literals and comments, and never code. All
 * files are as prettier leaves them; nothing is written to a disk here.
 */
import type { Finding, StandInAddress } from '../guides/guide.ts';

export interface Scaffold {
  readonly files: readonly ScaffoldFile[];
  /** Resources that the test leaves out, as no answers for them could be made up. */
  readonly untested: readonly string[];
}

export interface ScaffoldFile {
  /** Relative to the folder of the scaffold. */
  readonly name: string;
  readonly text: string;
}

/** A REST source, as a guide or a configuration describes it. */
export interface DescribedSource {
  /** Of the source and its section of secrets; also what files are called after, as far as it is a name for one. */
  readonly name: string;
  /** As the user wrote it, for comments: `../guide.md`. */
  readonly origin: string;
  /** Not checked yet; that of a guide may have look-ups in it. */
  readonly config: unknown;
  /** What became of the statements of a guide. */
  readonly findings: readonly Finding[];
  readonly standIn?: StandInAddress | undefined;
}
