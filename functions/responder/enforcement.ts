/** Whether repairs may be made now, and if not, why. */

import type { DeclaredState } from '../../infra/specifications/declared-state';
import { isWindowOpen } from '../../infra/specifications/maintenance';

export interface Enforcement {
  readonly enforce: boolean;
  /** Completes "It was NOT repaired: …". */
  readonly pause?: string;
}

/** @param now milliseconds since 1970 */
export function enforcementAt({ mode, maintenanceUntil }: DeclaredState, now: number): Enforcement {
  if (isWindowOpen(maintenanceUntil, now))
    return { enforce: false, pause: `a maintenance window is open until ${maintenanceUntil}` };
  return mode === 'observe' ? { enforce: false, pause: 'the mode is observe' } : { enforce: true };
}
