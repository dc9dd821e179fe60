import { type SelfCheck, selfCheckItemNames } from '../../src-shared/contract/workstation.ts';
import { ConnectionMonitor } from '../vrs/connection-monitor.ts';
import { VrsClient } from '../vrs/vrs-client.ts';
import { readMachinePolicy } from '../workstation/policy/machine-policy.ts';
import { profileForStart } from '../workstation/profile-trust.ts';
import { selfCheck, selfCheckWithoutProfile } from '../workstation/self-check/self-check.ts';
import type { Surroundings } from './surroundings.ts';

/** The self-check of the screen, for a terminal at which nobody is signed in. */
export async function checkTerminal(around: Surroundings): Promise<SelfCheck> {
  const { folder, secretsOf, isPackaged, clock, installation } = around;
  const policy = await readMachinePolicy(around.policy);
  const effective = policy.ok
    ? await profileForStart({ folder, policy: policy.value, secretsOf, isPackaged })
    : policy;
  if (!effective.ok) {
    const { sentence, code } = effective.problem;
    return selfCheckWithoutProfile(`${sentence}（${code}）`, { folder, clock, installation });
  }
  const { profile } = effective.value;
  const secrets = secretsOf(profile.installationId);
  const connection = await around.connect(profile, secrets);
  const { transport } = connection;
  try {
    const vrs = new VrsClient({
      origin: profile.vrs.origin,
      transport,
      monitor: new ConnectionMonitor(() => undefined),
      token: () => undefined,
      tokenRefused: () => undefined,
    });
    const certificateFault = (): ReturnType<typeof transport.certificateFault> =>
      transport.certificateFault();
    return await selfCheck({ profile, folder, secrets, vrs, clock, installation, certificateFault });
  } finally {
    await connection.close();
  }
}

export function isGreen({ items }: SelfCheck): boolean {
  return items.every(({ result }) => result !== 'failed');
}

const marks = { passed: '○', failed: '×', 'not-checked': '－' } as const;

/** One line for each item: its mark, its name, what was found. */
export function wordsOf(check: SelfCheck): string {
  const lines = check.items.map(
    ({ item, result, sentence }) => `${marks[result]} ${selfCheckItemNames[item]}：${sentence}`,
  );
  const end = isGreen(check)
    ? '自己点検：すべて通りました。'
    : '自己点検：通らなかった項目があります（×）。書いてあるとおりに直して、もう一度行ってください。';
  return [...lines, end].join('\n');
}
