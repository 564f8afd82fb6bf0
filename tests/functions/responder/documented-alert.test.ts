import assert from 'node:assert/strict';
import type { Alert } from '../../../functions/responder/alert';
import { Damping } from '../../../functions/responder/damping';
import { Folding } from '../../../functions/responder/folding';
import { respond } from '../../../functions/responder/respond';
import { read } from '../../support/documentation';
import { DECLARED, stopLoggingEvent, TRAIL_ARN } from './events';
import { World } from './world';

const NOW = Date.parse('2026-01-02T03:04:06Z');

describe('the alert in the README', () => {
  it('is what people get when somebody switches the validation of the log files off', async () => {
    const world = await World.deployed();
    await world.as('111111111111', 'cloudtrail', 'UpdateTrail', { Name: TRAIL_ARN, EnableLogFileValidation: false });
    const alerts: Alert[] = [];
    const event = stopLoggingEvent({
      eventName: 'UpdateTrail',
      requestParameters: { name: TRAIL_ARN, enableLogFileValidation: false },
    });
    await respond(event, {
      declared: DECLARED,
      aws: world.aws,
      publish: async (alert) => void alerts.push(alert),
      folding: new Folding(() => NOW),
      damping: new Damping(() => NOW),
      log: () => undefined,
      now: () => NOW,
    });
    const shown = /```text\n(\[critical\][\s\S]*?)\n```/.exec(read('README.md'))?.[1];
    assert.deepEqual(
      alerts.map(({ subject, body }) => `${subject}\n\n${body}`.trim()),
      [shown],
    );
  });
});
