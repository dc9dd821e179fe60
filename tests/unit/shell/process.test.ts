import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import type { Incident } from '../../../src-main/gateway/incident.ts';
import { silenceChromium } from '../../../src-main/shell/background-network.ts';
import { reportCrashes } from '../../../src-main/shell/crashes.ts';
import { refuseServerPrompts } from '../../../src-main/shell/server-prompts.ts';
import { callsOf, forget, recordedApp } from './recorded-electron.ts';

vi.mock('electron', async () => (await import('./recorded-electron.ts')).recordedElectron);

beforeEach(forget);

describe('Chromium', () => {
  it('asks the internet for nothing by itself and writes no dumps', () => {
    silenceChromium();
    const switches = callsOf('app.commandLine.appendSwitch').map(([name]) => name);
    expect(switches).toEqual([
      'disable-background-networking',
      'disable-component-update',
      'disable-domain-reliability',
      'disable-sync',
      'no-pings',
      'disable-breakpad',
      'disable-features',
    ]);
  });
});

describe('a server', () => {
  beforeEach(refuseServerPrompts);

  it('whose certificate Chromium refuses is refused, whatever the address', () => {
    const preventDefault = vi.fn<() => void>();
    const decide = vi.fn<(trusted: boolean) => void>();
    const url = 'https://vrs.example.lg.jp/';
    recordedApp.emit('certificate-error', { preventDefault }, {}, url, 'net::ERR', {}, decide);
    expect(preventDefault).toHaveBeenCalledOnce();
    expect(decide.mock.calls).toEqual([[false]]);
  });

  it.each([true, false])('that asks for a name and a password gets neither (a proxy: %s)', (isProxy) => {
    const preventDefault = vi.fn<() => void>();
    const answer = vi.fn<(...given: string[]) => void>();
    recordedApp.emit('login', { preventDefault }, {}, {}, { isProxy }, answer);
    expect(preventDefault).toHaveBeenCalledOnce();
    expect(answer.mock.calls).toEqual([[]]);
  });
});

describe('a process that ends without being asked to', () => {
  const kept: Incident[] = [];
  const listeners = process.listeners('uncaughtException');

  beforeEach(() => {
    kept.length = 0;
    process.removeAllListeners('uncaughtException');
    reportCrashes((incident) => kept.push(incident));
  });
  afterEach(() => {
    process.removeAllListeners('uncaughtException');
    for (const listener of listeners) process.on('uncaughtException', listener);
  });

  it('is written down by kind, reason and code', () => {
    recordedApp.emit('child-process-gone', {}, { type: 'GPU', reason: 'crashed', exitCode: 139 });
    recordedApp.emit('child-process-gone', {}, { type: 'Utility', reason: 'clean-exit', exitCode: 0 });
    expect(kept).toMatchObject([{ operation: 'child-process-gone', error: 'GPU crashed 139', frames: [] }]);
  });

  it('by an error of ours is written down without its message, and ends with code 70', () => {
    process.emit('uncaughtException', new RangeError('青葉 花子 1234567890'));
    expect(kept).toMatchObject([{ operation: 'uncaught-exception', error: 'RangeError' }]);
    expect(JSON.stringify(kept)).not.toMatch(/青葉|1234567890/);
    expect(callsOf('app.exit')).toEqual([[70]]);
  });
});
