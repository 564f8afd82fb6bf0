/** EventBridge after its organization was away: schedules run again; what was on its way is lost. */
import type { Cloud } from '../../core/service';
import { restartSchedule } from './rule-schedule';
import { everywhere } from './state';

const UNDER_WAY: readonly string[] = ['STARTING', 'RUNNING', 'CANCELLING'];

/** Starts the schedule of every enabled rule, counting from now, and ends replays that were under way. */
export function resumeEvents(cloud: Cloud): void {
  for (const { account, region, buses, replays } of everywhere(cloud.state)) {
    for (const { name, rules } of buses)
      for (const rule of rules.values()) restartSchedule(cloud, { account, region, name }, rule);
    for (const replay of replays) {
      if (!UNDER_WAY.includes(replay.state)) continue;
      replay.state = replay.state === 'CANCELLING' ? 'CANCELLED' : 'FAILED';
      replay.endedAt = cloud.clock.now();
    }
  }
}
