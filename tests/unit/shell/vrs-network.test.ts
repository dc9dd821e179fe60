import { beforeAll, describe, expect, it, vi } from 'vitest';

import { REFUSE } from '../../../src-main/shell/certificate-check.ts';
import { proxyConfig, vrsTransport } from '../../../src-main/shell/vrs-network.ts';
import { callsOf, forget } from './recorded-electron.ts';

vi.mock('electron', async () => (await import('./recorded-electron.ts')).recordedElectron);

const caCertificate = '-----BEGIN CERTIFICATE-----\n';
const profile = {
  kind: 'production',
  vrs: { origin: 'https://vrs.example.lg.jp:8443', caCertificate },
  proxy: { mode: 'fixed', server: 'proxy.example.lg.jp:8080', bypass: ['*.lg.jp', '<local>'] },
};
let transport: ReturnType<typeof vrsTransport>;

const handlerOf = (name: string): ((...given: unknown[]) => unknown) =>
  callsOf(name)[0]?.find((each) => typeof each === 'function') as () => unknown;

beforeAll(() => {
  forget();
  // Only what the network reads of a profile.
  transport = vrsTransport(profile as unknown as Parameters<typeof vrsTransport>[0], {
    now: () => new Date('2026-11-20T00:00:00Z'),
  });
});

describe('the session that speaks to VRS', () => {
  it('is one of its own, in memory alone', () => {
    expect(callsOf('session.fromPartition')).toEqual([['vrs', { cache: false }]]);
  });

  it.each([
    ['https://vrs.example.lg.jp:8443/v1/people', false],
    ['https://vrs.example.lg.jp/v1/people', true],
    ['http://vrs.example.lg.jp:8443/', true],
    ['https://vrs.example.lg.jp.evil.example:8443/', true],
    ['https://redirector.gvt1.com/', true],
    ['nonsense', true],
  ])('asks the profile’s origin and no other: %s', (url, cancel) => {
    const decide = vi.fn<(decision: unknown) => void>();
    handlerOf('ses.webRequest.onBeforeRequest')({ url }, decide);
    expect(decide).toHaveBeenCalledWith({ cancel });
  });

  it('goes by the proxy that profile or policy name, and by no other', () => {
    expect(callsOf('ses.setProxy')).toEqual([
      [
        {
          mode: 'fixed_servers',
          proxyRules: 'proxy.example.lg.jp:8080',
          proxyBypassRules: '*.lg.jp,<local>',
        },
      ],
    ]);
    expect(proxyConfig({ mode: 'system' })).toEqual({ mode: 'system' });
    expect(proxyConfig({ mode: 'direct' })).toEqual({ mode: 'direct' });
  });

  it('speaks TLS 1.2 or newer, and tells nobody who is signed in to the system', () => {
    expect(callsOf('ses.setSSLConfig')).toEqual([[{ minVersion: 'tls1.2' }]]);
    expect(callsOf('ses.allowNTLMCredentialsForDomains')).toEqual([['']]);
  });

  it('refuses a certificate that it can not read', () => {
    const decide = vi.fn<(verdict: number) => void>();
    const certificate = { data: 'nonsense' };
    const hostname = 'vrs.example.lg.jp';
    const asked = { hostname, verificationResult: 'net::OK', certificate };
    handlerOf('ses.setCertificateVerifyProc')(asked, decide);
    expect(decide).toHaveBeenCalledWith(REFUSE);
  });

  it('follows no redirect, keeps nothing, and goes past no handler', async () => {
    await transport('https://vrs.example.lg.jp:8443/', {
      method: 'GET',
      headers: {},
      signal: AbortSignal.timeout(1000),
    });
    expect(callsOf('ses.fetch')[0]?.[1]).toMatchObject({
      redirect: 'error',
      cache: 'no-store',
      bypassCustomProtocolHandlers: true,
    });
  });
});
