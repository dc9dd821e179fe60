import type { ConnectionTest } from '../../src-shared/contract/workstation.ts';
import { type Clock, timestampOf } from '../../src-shared/domain/clock.ts';
import type { VrsClient } from '../vrs/vrs-client.ts';

type Step = ConnectionTest['steps'][number];
type StepName = Step['step'];

/** In the order in which a connection comes about: what fails makes the later ones unknowable. */
const order: readonly StepName[] = ['reach', 'certificate', 'client-certificate', 'answer', 'clock'];

/** One-time passwords live for 30 seconds: a clock that is further off makes sign-ins fail. */
const CLOCK_TOLERANCE = 20_000;

const failedStep: Readonly<Record<string, StepName>> = {
  'vrs-unreachable': 'reach',
  'vrs-slow': 'reach',
  'vrs-certificate': 'certificate',
  'vrs-client-certificate': 'client-certificate',
};

/** Asks VRS for its status and says how far the connection came. */
export async function testConnection(vrs: VrsClient, clock: Clock): Promise<ConnectionTest> {
  const before = clock.now();
  const status = await vrs.call('status.read', {}, { timeout: 5_000 });
  const at = timestampOf(clock.now());
  if (!status.ok) {
    const failedAt = failedStep[status.problem.code] ?? 'answer';
    const passed = order
      .slice(0, order.indexOf(failedAt))
      .map((step): Step => ({ step, passed: true, detail: '' }));
    return { at, steps: [...passed, { step: failedAt, passed: false, detail: status.problem.sentence }] };
  }
  const middle = (before.getTime() + clock.now().getTime()) / 2;
  const off = Math.round((Date.parse(status.value.time) - middle) / 1000);
  const inTime = Math.abs(off) * 1000 <= CLOCK_TOLERANCE;
  return {
    at,
    steps: order.map((step): Step => {
      if (step === 'answer') return { step, passed: true, detail: `VRS ${status.value.version}` };
      if (step !== 'clock') return { step, passed: true, detail: '' };
      const sentence = inTime
        ? `時計の差は ${off} 秒です。`
        : `端末の時計がVRSと ${off} 秒ずれています。ワンタイムパスワードが通らなくなるため、時刻を合わせてください。`;
      return { step, passed: inTime, detail: sentence };
    }),
  };
}
