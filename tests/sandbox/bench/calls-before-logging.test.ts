import assert from 'node:assert/strict';
import { callsUntilLogging, type SeenCall } from '../../../sandbox/bench/calls-before-logging';

const ROLES = ['responder', 'repair'];
const START: SeenCall = { name: 'cloudtrail:StartLogging', role: 'repair', refused: false };
const ASSUME: SeenCall = { name: 'sts:AssumeRole', role: 'responder', refused: false };

describe('The calls until logging is on again', () => {
  it('are those of the responder and of its repair role, up to the StartLogging', () => {
    const seen: SeenCall[] = [
      { name: 'cloudtrail:StopLogging', role: 'attacker', refused: false },
      { name: 'lambda:Invoke', refused: false },
      ASSUME,
      { name: 'cloudtrail:GetTrailStatus', role: 'repair', refused: false },
      START,
      { name: 'sns:Publish', role: 'responder', refused: false },
    ];
    assert.deepEqual(callsUntilLogging(seen, ROLES), [
      'sts:AssumeRole',
      'cloudtrail:GetTrailStatus',
      'cloudtrail:StartLogging',
    ]);
  });

  it('go on past a StartLogging that was refused', () => {
    const calls = callsUntilLogging([ASSUME, { ...START, refused: true }, START], ROLES);
    assert.deepEqual(calls, ['sts:AssumeRole', 'cloudtrail:StartLogging (refused)', 'cloudtrail:StartLogging']);
  });

  it('are not ended by somebody else starting the trail', () => {
    const calls = callsUntilLogging([{ ...START, role: 'attacker' }, ASSUME, START], ROLES);
    assert.deepEqual(calls, ['sts:AssumeRole', 'cloudtrail:StartLogging']);
  });

  it('cannot be counted where logging was never started', () => {
    assert.throws(() => callsUntilLogging([ASSUME], ROLES), /did not start logging again\. It called sts:AssumeRole\./);
    assert.throws(() => callsUntilLogging([], ROLES), /It called nothing\./);
  });
});
