import { EventEmitter } from 'node:events';

/** A call of Electron that the app made, by the path of its name. */
export type Recorded = readonly [name: string, ...given: unknown[]];

const calls: Recorded[] = [];

/** Every member is a function that is written down when it is called, with whatever else hangs below its name. */
export function recorder(name: string, members: object = {}): unknown {
  return new Proxy(
    Object.assign((): void => undefined, members),
    {
      get: (target, key) =>
        typeof key === 'symbol' || Reflect.has(target, key)
          ? Reflect.get(target, key)
          : recorder(`${name}.${key}`),
      apply: (_target, _self, given: unknown[]) => {
        calls.push([name, ...given]);
        return undefined;
      },
    },
  );
}

/** Contents of a window: events are real, everything else is written down. */
export function contentsOf(): EventEmitter {
  const contents = new EventEmitter();
  return Object.assign(contents, {
    setWindowOpenHandler: (decide: () => unknown) => calls.push(['contents.setWindowOpenHandler', decide]),
    setWebRTCIPHandlingPolicy: (policy: string) => calls.push(['contents.setWebRTCIPHandlingPolicy', policy]),
    closeDevTools: () => calls.push(['contents.closeDevTools']),
  });
}

const appEvents = new EventEmitter();
export const recordedApp = {
  isPackaged: true,
  on: (event: string, listener: (...given: unknown[]) => void) => appEvents.on(event, listener),
  emit: (event: string, ...given: unknown[]) => appEvents.emit(event, ...given),
  exit: (code: number) => calls.push(['app.exit', code]),
  commandLine: {
    appendSwitch: (...given: unknown[]) => calls.push(['app.commandLine.appendSwitch', ...given]),
  },
};

const sessions = new Map<string, EventEmitter>();
const fromPartition = (partition: string, options: unknown): EventEmitter => {
  calls.push(['session.fromPartition', partition, options]);
  const events = new EventEmitter();
  const found = Object.assign(events, {
    protocol: recorder('ses.protocol'),
    webRequest: recorder('ses.webRequest'),
    fetch: (...given: unknown[]) => {
      calls.push(['ses.fetch', ...given]);
      return Promise.resolve(new Response('answer'));
    },
  });
  const face = new Proxy(found, {
    get: (target, key) =>
      typeof key === 'symbol' || Reflect.has(target, key) ? Reflect.get(target, key) : recorder(`ses.${key}`),
  });
  sessions.set(partition, face);
  return face;
};

/** Stands for the module `electron`. */
export const recordedElectron = { app: recordedApp, session: { fromPartition } };

/** What was called under that name, each with what it was given; the newest session's alone after `forget`. */
export const callsOf = (name: string): readonly (readonly unknown[])[] =>
  calls.filter(([each]) => each === name).map(([, ...given]) => given);
export const allCalls = (): readonly Recorded[] => calls;
export const sessionNamed = (partition: string): EventEmitter => {
  const found = sessions.get(partition);
  if (!found) throw new Error(`no session ${partition}`);
  return found;
};
export function forget(): void {
  calls.length = 0;
  appEvents.removeAllListeners();
  sessions.clear();
}
