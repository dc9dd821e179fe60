import type { TrainingVrs } from '../../../src-training/start.ts';
import type { InputOf, OperationName } from '../../../src-shared/contract/operations.ts';
import { Workstation } from '../application/workstation.ts';
import { FileSecretStore } from '../batches/file-secret-store.ts';

export interface StartTask {
  readonly vrs: Pick<TrainingVrs, 'origin' | 'caPem' | 'clientCertPem' | 'clientKeyPem' | 'municipality'>;
  readonly home: string;
  readonly secrets: string;
  readonly installationId: string;
  /** The file that the dialog gives. */
  readonly file: string;
}

export type Asked =
  | { readonly start: StartTask }
  | { readonly call: OperationName; readonly input: InputOf<OperationName> }
  | { readonly incidents: true }
  | { readonly close: true };

let station: Workstation | undefined;

/** A whole main process that does what its parent says, on a disk that may fail. Why it did not start is answered as `refused`. */
async function answer(asked: Asked): Promise<unknown> {
  if ('start' in asked) {
    const { vrs, home, secrets, installationId, file } = asked.start;
    try {
      station = await Workstation.start(vrs as TrainingVrs, {
        folder: home,
        secrets: new FileSecretStore(secrets),
        profile: { installationId },
        chooseFile: () => Promise.resolve(file),
      });
      return { refused: '' };
    } catch (error) {
      return { refused: error instanceof Error ? error.message : 'unknown' };
    }
  }
  if ('call' in asked) return station?.call(asked.call, asked.input);
  if ('incidents' in asked) return station?.incidents;
  await station?.close();
  return {};
}

async function reply(asked: Asked & { readonly number: number }): Promise<void> {
  const answered = await answer(asked);
  process.send?.({ number: asked.number, answered });
  if ('close' in asked) process.disconnect();
}

process.on('message', (asked: Asked & { readonly number: number }) => void reply(asked));
