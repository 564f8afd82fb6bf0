import assert from 'node:assert/strict';
import { decide } from '../../../functions/responder/decision';
import { parseReport, type ReportedCall } from '../../../functions/responder/report';
import { DECLARED, RESPONDER_ITSELF, stopLoggingEvent, TRAIL_ARN } from './events';

const IMPOSTOR = {
  type: 'AssumedRole',
  arn: 'arn:aws:sts::111111111111:assumed-role/OnCallAdministrator/trailwarden-responder',
  sessionContext: { sessionIssuer: { arn: 'arn:aws:iam::111111111111:role/OnCallAdministrator' } },
};

function decisionOn(...event: Parameters<typeof stopLoggingEvent>): ReturnType<typeof decide> {
  return decide(parseReport(stopLoggingEvent(...event)) as ReportedCall, DECLARED);
}

describe('decide', () => {
  const decided: [promise: string, kind: string, event: Parameters<typeof stopLoggingEvent>][] = [
    ['repairs the declared trail, named by ARN', 'repair', [{ requestParameters: { name: TRAIL_ARN } }]],
    [
      'repairs the declared trail, named as its account may in its home Region',
      'repair',
      [{ requestParameters: { name: 'trailwarden-organization' } }],
    ],
    [
      'leaves a trail of the same name in another account alone',
      'undeclared',
      [{ requestParameters: { name: 'trailwarden-organization' } }, { account: '444444444444' }],
    ],
    [
      'leaves a trail of the same name in another Region alone',
      'undeclared',
      [{ requestParameters: { name: 'trailwarden-organization' } }, { region: 'eu-west-1' }],
    ],
    [
      'repairs the declared trail for a delegated administrator, who has to name it by ARN',
      'repair',
      [{ requestParameters: { name: TRAIL_ARN } }, { account: '333333333333' }],
    ],
    ['leaves any other trail alone', 'undeclared', [{ requestParameters: { name: `${TRAIL_ARN}-2` } }]],
    ['does nothing about a record that names no trail', 'undeclared', [{ requestParameters: null }]],
    ['does nothing about a name that is no text', 'undeclared', [{ requestParameters: { name: ['x'] } }]],
    ['never acts on a refused call', 'refused', [{ errorCode: 'AccessDenied', requestParameters: null }]],
    [
      'never acts on a call that failed for another reason',
      'refused',
      [{ errorCode: 'NotOrganizationMasterAccountException' }],
    ],
    ['never acts on a replayed event', 'replayed', [{}, { 'replay-name': 'again' }]],
    ['has no repair for a further trail of the same name', 'alert', [{ eventName: 'CreateTrail' }]],
    ['does not know a call outside of the catalogue', 'unlisted', [{ eventName: 'ListTrails' }]],
  ];
  for (const [promise, kind, event] of decided)
    it(promise, () => {
      assert.equal(decisionOn(...event).kind, kind);
    });

  const own: [promise: string, own: boolean, event: Parameters<typeof stopLoggingEvent>][] = [
    ['recognises its own StartLogging', true, [{ eventName: 'StartLogging', userIdentity: RESPONDER_ITSELF }]],
    [
      'recognises its own CreateTrail, which is told of when it is anybody else’s',
      true,
      [{ eventName: 'CreateTrail', requestParameters: { name: TRAIL_ARN }, userIdentity: RESPONDER_ITSELF }],
    ],
    ['recognises its own UpdateTrail', true, [{ eventName: 'UpdateTrail', userIdentity: RESPONDER_ITSELF }]],
    [
      'does not take a StopLogging by the repair role for its own',
      false,
      [{ eventName: 'StopLogging', userIdentity: RESPONDER_ITSELF }],
    ],
    [
      'does not take the same session name in another role for its own',
      false,
      [{ eventName: 'StartLogging', userIdentity: IMPOSTOR }],
    ],
    [
      'does not take the repair role of another account for its own',
      false,
      [
        {
          eventName: 'StartLogging',
          userIdentity: {
            type: 'AssumedRole',
            sessionContext: { sessionIssuer: { arn: 'arn:aws:iam::444444444444:role/trailwarden-repair' } },
          },
        },
      ],
    ],
    [
      'does not take an identity inside the record for the account of the call',
      false,
      [{ eventName: 'StartLogging', userIdentity: RESPONDER_ITSELF }, { account: '444444444444' }],
    ],
  ];
  for (const [promise, expected, event] of own)
    it(promise, () => {
      const decision = decisionOn(...event);
      assert.ok(decision.kind === 'repair');
      assert.equal(decision.own, expected);
    });

  it('takes a deployment by the role that deploys for meant, as long as the state is right, and nobody else’s', () => {
    const arnOf = (account: string) => ({
      sessionContext: { sessionIssuer: { arn: `arn:aws:iam::${account}:role/deployer` } },
    });
    const declared = { ...DECLARED, deploymentRoleName: 'deployer' };
    for (const [account, own] of [
      ['111111111111', true],
      ['444444444444', false],
    ] as const) {
      const event = stopLoggingEvent({ eventName: 'UpdateTrail', userIdentity: arnOf(account) });
      const decision = decide(parseReport(event) as ReportedCall, declared);
      assert.ok(decision.kind === 'repair');
      assert.equal(decision.own, own);
    }
  });
});
