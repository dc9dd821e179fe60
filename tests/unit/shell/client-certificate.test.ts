import { generate } from 'selfsigned';
import { beforeEach, expect, it, vi } from 'vitest';

import { chooseClientCertificate } from '../../../src-main/shell/client-certificate.ts';
import { forget, recordedApp } from './recorded-electron.ts';

vi.mock('electron', async () => (await import('./recorded-electron.ts')).recordedElectron);

const span = { notBeforeDate: new Date('2026-01-01'), notAfterDate: new Date('2027-01-01') };
const named = (value: string) => [{ name: 'commonName', value }];
const authority = (name: string) =>
  generate(named(name), {
    keyType: 'ec',
    ...span,
    extensions: [{ name: 'basicConstraints', cA: true }],
  });
const ours = await authority('Our CA');
const theirs = await authority('Another CA');
const from = async (ca: typeof ours) => {
  const { cert } = await generate(named('terminal'), {
    keyType: 'ec',
    ...span,
    ca: { key: ca.private, cert: ca.cert },
  });
  return { data: cert };
};
const good = await from(ours);
const other = await from(theirs);

const VRS = 'vrs.example.lg.jp:443';

/** What is answered to a server that asks for a certificate: that one, or none. */
function chosenFor(contents: unknown, server: string, offered: readonly object[]): unknown {
  const preventDefault = vi.fn<() => void>();
  const answer = vi.fn<(...given: unknown[]) => void>();
  recordedApp.emit('select-client-certificate', { preventDefault }, contents, server, offered, answer);
  expect(preventDefault).toHaveBeenCalledOnce();
  expect(answer).toHaveBeenCalledOnce();
  return answer.mock.lastCall?.[0];
}

beforeEach(() => {
  forget();
  const profile = { vrs: { origin: 'https://vrs.example.lg.jp', caCertificate: ours.cert } };
  // Only what the choice reads of a profile.
  chooseClientCertificate(profile as unknown as Parameters<typeof chooseClientCertificate>[0]);
});

it('is the one of the profile’s authority, and for VRS alone', () => {
  expect(chosenFor(null, VRS, [other, good])).toBe(good);
  expect(chosenFor(null, VRS, [other])).toBeUndefined();
  expect(chosenFor(null, VRS, [])).toBeUndefined();
  expect(chosenFor(null, 'evil.example:443', [good])).toBeUndefined();
  expect(chosenFor({ id: 1 }, VRS, [good])).toBeUndefined();
});
