import { SluiceError } from '../../core/error.ts';
import { printable } from '../../core/printable.ts';

/** A request that the cassette does not have. */
export interface MissedRequest {
  /** `GET https://…`, redacted. */
  readonly asked: string;
  /** The whole request as a command line, redacted. */
  readonly commandLine: string;
  readonly folder: string;
  /** The recorded one that is most like it, redacted. */
  readonly nearest: string | undefined;
  /** How often it was recorded: then it was asked for once more. */
  readonly timesRecorded: number;
}

/** Names the request, what it would be as a command line, and the nearest one that is there. */
export function cassetteMissed(missed: MissedRequest): SluiceError {
  const { asked, commandLine, folder, nearest, timesRecorded } = missed;
  const times = timesRecorded === 1 ? 'once' : `${timesRecorded} times`;
  const why = timesRecorded === 0 ? 'it was not recorded' : `it was recorded ${times} and is asked for once more`;
  const like = timesRecorded > 0 || nearest === undefined ? '' : `\n  nearest: ${printable(nearest, longest)}`;
  return new SluiceError(
    `Cannot replay ${printable(asked, longest)}: ${why}\n  asked: ${printable(commandLine, longest)}${like}`,
    {
      code: 'cassette_missed',
      phase: 'extract',
      hint: `Record again with --record ${printable(folder, 500)}, or undo what changed in the configuration since`,
      details: { asked, folder, nearest, timesRecorded },
    },
  );
}

export function cassetteUnreadable(path: string, why: string, cause?: unknown): SluiceError {
  return new SluiceError(`Cannot replay from ${printable(path, longest)}: ${printable(why, 500)}`, {
    code: 'cassette_unreadable',
    phase: 'extract',
    hint: 'Correct the file, or record into another folder with --record',
    details: { path },
    cause,
  });
}

const longest = 2000;
