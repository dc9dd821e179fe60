/** `powerMonitor`: what the operating system would report comes from the test, by `emit` or `__chromiumHost`. */
import { EventEmitter } from 'node:events';
import type { Host } from '../host.ts';
import { powerMonitorEvents, powerMonitorMembers } from '../manifest.ts';
import { facade } from '../strict.ts';

class HostPowerMonitor
  extends EventEmitter
  implements Pick<Electron.PowerMonitor, (typeof powerMonitorMembers)[number]>
{
  readonly #host: Host;
  constructor(host: Host) {
    super();
    this.#host = host;
  }
  /** Seconds. */
  getSystemIdleTime(): number {
    return this.#host.levers.systemIdleTime;
  }
  getSystemIdleState(idleThreshold: number): 'active' | 'idle' {
    return this.getSystemIdleTime() >= idleThreshold ? 'idle' : 'active';
  }
}

export function createPowerMonitor(host: Host): Electron.PowerMonitor {
  const surface = { name: 'powerMonitor', members: powerMonitorMembers, events: powerMonitorEvents };
  return facade<Electron.PowerMonitor>(surface, new HostPowerMonitor(host));
}
