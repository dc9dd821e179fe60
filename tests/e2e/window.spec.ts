import { operationNames, operations } from '../../src-shared/contract/operations.ts';
import type { Operation } from '../../src-shared/contract/operation.ts';
import { callFromPage } from './call-from-page.ts';
import { expect, test } from './fixture.ts';
import { SignInScreen } from './screens/sign-in.ts';

const accounts = {
  clerk: 'clerk01',
  contractor: 'contractor01',
  supervisor: 'chief01',
  administrator: 'admin01',
  it: 'it01',
} as const;

for (const [role, account] of Object.entries(accounts)) {
  test(`every operation is open to ${role} exactly where the table says so`, async ({ window }) => {
    await new SignInScreen(window).signInAs(account);
    for (const name of operationNames) {
      const operation: Operation = operations[name];
      const mayCall = operation.roles === 'everyone' || operation.roles.some((each) => each === role);
      const answer = await callFromPage(window, name, null);
      expect(answer, name).toMatchObject({
        ok: false,
        problem: { code: mayCall ? 'input-invalid' : 'role-not-allowed' },
      });
    }
  });
}

test('signed out, the main process answers nothing but what the sign-in screen needs', async ({ window }) => {
  for (const name of operationNames) {
    const operation: Operation = operations[name];
    const answer = await callFromPage(window, name, null);
    const code = operation.session === 'none' ? 'input-invalid' : 'signed-out';
    expect(answer, name).toMatchObject({ ok: false, problem: { code } });
  }
});

test('the page has the bridge and nothing else of the machine', async ({ window }) => {
  const seen = await window.evaluate(() => ({
    bridge: Object.keys(globalThis.vrs).toSorted(),
    machine: ['require', 'process', 'Buffer', 'module', '__dirname', 'electron', 'ipcRenderer'].filter(
      (name) => name in globalThis,
    ),
    frozen: Object.isFrozen(globalThis.vrs),
  }));
  expect(seen).toEqual({ bridge: ['call', 'listen'], machine: [], frozen: true });
});

test('a hostile script in the page reaches no network, no other page and no other window', async ({
  window,
  terminal,
}) => {
  const address = window.url();
  const reached = await window.evaluate(async () => {
    const tried: Record<string, string> = {};
    const attempt = async (name: string, action: () => unknown): Promise<void> => {
      try {
        const result = await action();
        tried[name] = result === null || result === undefined ? 'nothing' : 'reached';
      } catch {
        tried[name] = 'refused';
      }
    };
    await attempt('fetch', () => fetch('https://example.com/'));
    await attempt('fetch own', () => fetch('/index.html'));
    await attempt(
      'evaluate',
      () =>
        // From a timer: what the driver evaluates itself is let past the policy.
        new Promise((resolve, reject) => {
          setTimeout(() => {
            try {
              resolve(Reflect.apply(Function, undefined, ['return 1'])());
            } catch (error) {
              reject(error);
            }
          });
        }),
    );
    await attempt('open', () => open('https://example.com/'));
    await attempt('worker', () => new Worker('/index.html'));
    await attempt('service worker', () => navigator.serviceWorker.register('/sw.js'));
    await attempt('notification', async () =>
      (await Notification.requestPermission()) === 'granted' ? 'granted' : null,
    );
    await attempt('inline handler', () => {
      const element = document.createElement('div');
      element.setAttribute('onclick', 'globalThis.evil = true');
      element.click();
      return Reflect.get(globalThis, 'evil') ?? null;
    });
    await attempt('markup', () => {
      document.body.insertAdjacentHTML('beforeend', '<img src="https://example.com/x.png">');
      return 'inserted';
    });
    return tried;
  });
  expect(Object.entries(reached).filter(([, outcome]) => outcome === 'reached')).toEqual([]);
  await window.evaluate(() => {
    location.href = 'https://example.com/';
  });
  await window.waitForTimeout(300);
  expect(window.url()).toBe(address);
  expect(terminal.app.windows()).toHaveLength(1);
  // Each of these was complained of by the policy; that is what it is for.
  terminal.complaints.length = 0;
});

test('a second start on the same data brings the first to the front and ends', async ({
  terminal,
  window,
}) => {
  await window.bringToFront();
  const second = await terminal.startAgain();
  expect(second.code).toBe(3);
  expect(second.output).toContain('もう起動しています');
});
