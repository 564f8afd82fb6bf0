import assert from 'node:assert/strict';
import { TAMPER_CATALOGUE } from '../../../infra/catalogue';
import { CATALOGUE_ATTACKS } from '../../../sandbox/drill/attacks/index';
import { catalogueScenarios, entryOf, idOf, storyOf } from '../../../sandbox/drill/catalogue-scenarios';
import { SCENARIOS } from '../../../sandbox/drill/scenarios';
import { serviceModel } from '../../../sandbox/protocol/service-model';
import { allServices } from '../../../sandbox/services/index';
import { LambdaRuntime } from '../../../sandbox/services/lambda/runtime';

const SERVICES = allServices(new LambdaRuntime());

/** Under which names the sandbox records calls: `cloudtrail.amazonaws.com StopLogging`. */
const RECORDED = new Set(
  SERVICES.flatMap((service) =>
    [...serviceModel(service).operations.keys()].map(
      (operation) => `${service.eventSource} ${service.operations[operation]?.record?.eventName ?? operation}`,
    ),
  ),
);

/** Entries that no attack of the sandbox can be recorded as, and why. */
const NOT_IN_THE_SANDBOX: Readonly<Record<string, string>> = {
  PutObjectLockConfiguration: 'the sources disagree about the name; the sandbox records the other one',
  PutAccountPublicAccessBlock: 'a call of S3 Control, which the sandbox does not model',
  DeleteAccountPublicAccessBlock: 'a call of S3 Control, which the sandbox does not model',
};

describe('the attacks of the catalogue', () => {
  for (const entry of TAMPER_CATALOGUE)
    it(`have one for ${entry.eventName} of ${entry.source}`, () => {
      const isExempt = entry.eventName in NOT_IN_THE_SANDBOX;
      assert.notEqual(
        CATALOGUE_ATTACKS.some((attack) => entryOf(attack) === entry),
        isExempt,
      );
    });

  it('leave out only what the sandbox does not record', () => {
    for (const [name, reason] of Object.entries(NOT_IN_THE_SANDBOX)) {
      const entry = TAMPER_CATALOGUE.find(({ eventName }) => eventName === name);
      assert.ok(entry, `${name} is not in the catalogue.`);
      const isCalled = SERVICES.some((service) => service.operations[name] !== undefined);
      assert.ok(!isCalled || !RECORDED.has(`${entry.eventSource} ${name}`), `${name}: ${reason}?`);
    }
  });

  for (const attack of CATALOGUE_ATTACKS)
    it(`have an entry for ${idOf(attack)}, and a call of the SDK that is recorded as it says`, () => {
      const { event, service: name, operation } = attack;
      assert.ok(entryOf(attack), `${event} is not in the catalogue.`);
      const service = SERVICES.find((each) => each.name === name);
      assert.ok(service);
      assert.ok(serviceModel(service).operations.has(operation), `${name} has no ${operation}.`);
      assert.equal(service.operations[operation]?.record?.eventName ?? operation, event);
    });

  it('come from where the call is reported, unless AWS refuses it', () => {
    for (const attack of CATALOGUE_ATTACKS)
      if (attack.expected !== 'refused')
        assert.ok(entryOf(attack)?.forwardedFrom.includes(attack.from), `${idOf(attack)} from ${attack.from}`);
  });

  it('say what they do as an imperative, each in words of its own', () => {
    const titles = CATALOGUE_ATTACKS.map(({ title }) => title);
    assert.deepEqual(titles, [...new Set(titles)]);
    for (const title of titles) assert.match(title, /^[A-Z][^.]{10,110}[^.]$/);
  });
});

describe('the scenarios', () => {
  it('have ids that can be typed, each once', () => {
    const ids = SCENARIOS.map(({ id }) => id);
    assert.deepEqual(ids, [...new Set(ids)]);
    for (const id of ids) assert.match(id, /^[a-z0-9]+(-[a-z0-9]+)+$/);
  });

  it('have one for every attack of the catalogue, service by service', () => {
    const scenarios = catalogueScenarios();
    assert.equal(scenarios.length, CATALOGUE_ATTACKS.length);
    const groups = scenarios.map(({ group }) => group);
    assert.deepEqual(
      groups.filter((group, index) => group !== groups[index - 1]),
      [...new Set(groups)],
    );
  });

  it('name an attack after its service and the call, without its version', () => {
    assert.equal(idOf({ service: 'lambda', event: 'UpdateFunctionCode20150331v2' }), 'lambda-update-function-code');
    assert.equal(idOf({ service: 'events', event: 'PutRule', variant: 'by-state' }), 'events-put-rule-by-state');
    assert.equal(idOf({ service: 'sqs', event: 'SetQueueAttributes' }), 'sqs-set-queue-attributes');
    assert.equal(
      idOf({ service: 'organizations', event: 'DisableAWSServiceAccess' }),
      'organizations-disable-aws-service-access',
    );
  });

  it('take a name, an ARN and a URL of one thing for the same story, and anything else for another', () => {
    const story = (input: object) => storyOf('StopLogging', 'management', input);
    assert.equal(story({ Name: 'arn:aws:cloudtrail:us-east-1:111111111111:trail/t' }), story({ Name: 't' }));
    assert.equal(story({ QueueUrl: 'http://127.0.0.1:1/111111111111/t' }), story({ Name: 't' }));
    assert.notEqual(story({ Name: 't' }), story({ Name: 'u' }));
    assert.notEqual(storyOf('StopLogging', 'member', { Name: 't' }), story({ Name: 't' }));
    assert.notEqual(storyOf('StopLogging', 'management', { Name: 't' }, 'eu-west-1'), story({ Name: 't' }));
  });

  it('expect people to be told of a refusal where it is reported, and of a repair by an alert about the call', () => {
    const attack = { service: 'cloudtrail', operation: 'StopLogging', title: 'Stop it', input: () => ({}) } as const;
    const expected = (rest: object) =>
      catalogueScenarios([{ ...attack, event: 'StopLogging', from: 'member', expected: 'refused', ...rest }])[0]
        ?.expected;
    assert.deepEqual(expected({}), { outcome: 'refused', alerts: ['refused'], names: 'StopLogging' });
    assert.deepEqual(expected({ event: 'GetTrail' }), { outcome: 'refused', alerts: [] });
    assert.deepEqual(expected({ expected: 'repaired', lost: ['a'] }), {
      outcome: 'repaired',
      alerts: ['repaired'],
      names: 'StopLogging',
      lost: ['a'],
    });
    assert.deepEqual(expected({ expected: 'alerted' }), { outcome: 'alerted', alerts: [], names: 'StopLogging' });
  });
});
