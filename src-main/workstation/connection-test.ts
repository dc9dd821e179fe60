import type { ConnectionTest } from '../../src-shared/contract/workstation.ts';
import type { Problem } from '../../src-shared/contract/problem.ts';
import { type Clock, timestampOf } from '../../src-shared/domain/clock.ts';
import type { IsoTimestamp } from '../../src-shared/domain/identifiers.ts';
import type { VrsClient } from '../vrs/vrs-client.ts';

type Step = ConnectionTest['steps'][number];
type StepName = Step['step'];

/** How far a connection to VRS came. A step without a problem passed; what comes after one that failed can't be known. */
export interface ProbedConnection {
  readonly at: IsoTimestamp;
  readonly steps: readonly { readonly step: StepName; readonly problem: Problem | undefined }[];
  /** Version that VRS gives itself; undefined where it did not answer. */
  readonly version: string | undefined;
  /** Seconds that VRS's clock is ahead of this terminal's. */
  readonly clockOffSeconds: number | undefined;
}

/** In the order in which a connection comes about: what fails makes the later ones unknowable. */
const order = ['reach', 'certificate', 'client-certificate', 'answer'] as const;

/** One-time passwords live for 30 seconds: a clock that is further off makes sign-ins fail. */
const CLOCK_TOLERANCE_SECONDS = 20;

const failedStep: Readonly<Record<string, (typeof order)[number]>> = {
  'vrs-unreachable': 'reach',
  'vrs-slow': 'reach',
  'vrs-certificate': 'certificate',
  'vrs-client-certificate': 'client-certificate',
};

const withoutProblem = (step: StepName) => ({ step, problem: undefined });

/** Asks VRS for its status, in five seconds at most. */
export async function probeConnection(vrs: VrsClient, clock: Clock): Promise<ProbedConnection> {
  const before = clock.now();
  const status = await vrs.call('status.read', {}, { timeout: 5_000 });
  const at = timestampOf(clock.now());
  if (!status.ok) {
    const { problem } = status;
    const step = failedStep[problem.code] ?? 'answer';
    const steps = [...order.slice(0, order.indexOf(step)).map(withoutProblem), { step, problem }];
    return { at, steps, version: undefined, clockOffSeconds: undefined };
  }
  const middle = (before.getTime() + clock.now().getTime()) / 2;
  const clockOffSeconds = Math.round((Date.parse(status.value.time) - middle) / 1000);
  return { at, steps: order.map(withoutProblem), version: status.value.version, clockOffSeconds };
}

/** The same in words, for a screen. */
export async function testConnection(vrs: VrsClient, clock: Clock): Promise<ConnectionTest> {
  const { at, steps, version, clockOffSeconds } = await probeConnection(vrs, clock);
  const told = steps.map(({ step, problem }): Step => ({
    step,
    passed: problem === undefined,
    detail: problem?.sentence ?? (step === 'answer' ? `VRS ${version ?? ''}` : ''),
  }));
  return { at, steps: clockOffSeconds === undefined ? told : [...told, clockStep(clockOffSeconds)] };
}

function clockStep(off: number): Step {
  const passed = Math.abs(off) <= CLOCK_TOLERANCE_SECONDS;
  const detail = passed
    ? `時計の差は ${off} 秒です。`
    : `端末の時計がVRSと ${off} 秒ずれています。ワンタイムパスワードが通らなくなるため、時刻を合わせてください。`;
  return { step: 'clock', passed, detail };
}
