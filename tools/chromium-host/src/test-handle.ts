/** `globalThis.__chromiumHost`: what tests read and pull. It does not exist in Electron, so specs ask with `?.`. */
import type { HostElectron } from './electron-exports.ts';
import type { Host, RecordedCall } from './host.ts';
import type { Violation } from './violations.ts';

export interface TestHandle {
  readonly violations: readonly Violation[];
  /** Calls that have no effect here, and `before-input-event` answers. */
  readonly recorded: readonly RecordedCall[];
  /** For example `HeadlessChrome/150.0.7871.100`. */
  readonly browser: string;
  readonly setSenderFrameNull: (on: boolean) => void;
  /** Seconds. */
  readonly setSystemIdleTime: (seconds: number) => void;
  readonly emitPowerEvent: (name: string) => void;
}

declare global {
  var __chromiumHost: TestHandle | undefined;
}

export function installTestHandle(host: Host, electron: HostElectron): void {
  const powerMonitor = electron.exports['powerMonitor'] as Electron.PowerMonitor;
  globalThis.__chromiumHost = {
    violations: host.violations.entries,
    recorded: host.recorded,
    get browser() {
      return host.chromium.product;
    },
    setSenderFrameNull: (on) => (host.levers.senderFrameNull = on),
    setSystemIdleTime: (seconds) => (host.levers.systemIdleTime = seconds),
    emitPowerEvent: (name) => powerMonitor.emit(name),
  };
}
