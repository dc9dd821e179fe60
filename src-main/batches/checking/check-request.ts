import type { CheckSummary, FileEncoding } from '../../../src-shared/contract/batches.ts';
import type { IsoDate, MunicipalityCode, Sha256 } from '../../../src-shared/domain/identifiers.ts';
import type { LayoutProfile } from '../../../src-shared/domain/layouts/layout-profile.ts';
import type { StagingWriter } from '../../cache/staging/staging-writer.ts';
import type { AskDirectly } from './asked-holders.ts';
import type { SoFarTeller } from './so-far.ts';
import type { AskHolders, AskResidents } from './ticket-questions.ts';

export interface FileCheckRequest {
  readonly path: string;
  readonly sha256: Sha256;
  readonly encoding: FileEncoding;
  /** The layout by which the header line was read, as data. */
  readonly profile: LayoutProfile;
  /** Ids of its columns, in the order of the file; null for one that is passed over. */
  readonly columns: readonly (string | null)[];
  readonly municipalityCode: MunicipalityCode;
  readonly today: IsoDate;
  /** Of the rules and of what the profile makes of them. */
  readonly rulesVersion: string;
  /** Lines of the file, for the progress. */
  readonly lines: number;
  /** Another batch of the same file, in words. */
  readonly seenBefore: { readonly on: string; readonly result: string } | null;
}

export interface FileCheckParts {
  readonly writer: StagingWriter;
  readonly ask: AskHolders;
  /** The same without the main thread in between. */
  readonly askDirectly?: AskDirectly | undefined;
  /** Without it nothing is known of people by their 宛名番号. */
  readonly askResidents?: AskResidents;
  readonly stopped: () => boolean;
  readonly onProgress: (done: number, total: number) => void;
  /** Told with the progress, for whoever wants to see findings before the check has ended. */
  readonly soFar?: SoFarTeller;
}

export interface FileChecked {
  readonly summary: CheckSummary;
  /** Whose rows the examples are: 宛名番号, or 市町村コード/券番号. */
  readonly exampleSubjects: readonly string[];
}
